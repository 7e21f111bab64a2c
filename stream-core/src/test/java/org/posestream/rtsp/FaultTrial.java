package org.posestream.rtsp;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.posestream.pipeline.CameraState;
import org.posestream.pipeline.CameraSupervisor;

/** Breaks and mends a camera while it is looked after, and tells what came of it. One thread uses it. */
public final class FaultTrial {

    /** Pictures behind each other that make a stream one in order. */
    private static final int RUN = 8;
    private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long POLL_NANOS = 2_000_000;

    private final CameraSupervisor camera;
    private final FrameLog log;
    private final List<CameraState> states = new ArrayList<>();
    private long noticedNanos;

    /**
     * A camera to be tried.
     *
     * @param log gets its pictures
     */
    public FaultTrial(CameraSupervisor camera, FrameLog log) {
        this.camera = camera;
        this.log = log;
    }

    /**
     * Waits for a stream in order, breaks it, mends it, waits for a stream in order.
     *
     * @throws IllegalStateException when what should happen does not, within half a minute
     */
    public FaultOutcome run(Fault fault) throws IOException {
        awaitOrder(System.nanoTime(), fault);
        log.clear();
        states.clear();
        states.add(CameraState.STREAMING);
        noticedNanos = 0;
        long beginNanos = System.nanoTime();
        fault.begin().run();
        await(() -> System.nanoTime() - beginNanos >= fault.hold().toNanos()
                && Collections.frequency(states, CameraState.BACKING_OFF) >= fault.losses(),
                fault.name() + " is not noticed");
        fault.end().run();
        long endNanos = System.nanoTime();
        List<FrameLog.Seen> run = awaitOrder(endNanos, fault);
        return new FaultOutcome(fault.name(), noticedNanos == 0 ? Double.NaN : (noticedNanos - beginNanos) * 1e-6,
                (run.get(0).seenNanos() - endNanos) * 1e-6, framesLost(beginNanos, run.get(0).index()), states,
                noticedNanos != 0 ? camera.status().lastError().orElse("") : "");
    }

    private List<FrameLog.Seen> awaitOrder(long fromNanos, Fault fault) {
        await(() -> camera.status().state() == CameraState.STREAMING && log.runSince(fromNanos).size() >= RUN,
                fault.name() + ": no stream in order");
        return log.runSince(fromNanos);
    }

    private void await(BooleanSupplier condition, String otherwise) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            look();
            if (System.nanoTime() - begin > PATIENCE_NANOS) {
                throw new IllegalStateException(otherwise + "; " + camera.status());
            }
            LockSupport.parkNanos(this, POLL_NANOS);
        }
        look();
    }

    private void look() {
        CameraState state = camera.status().state();
        if (states.isEmpty() || states.get(states.size() - 1) != state) {
            states.add(state);
        }
        if (noticedNanos == 0 && state != CameraState.STREAMING) {
            noticedNanos = System.nanoTime();
        }
    }

    /** Of those that were due between the begin of the fault and the first picture of the order that followed. */
    private long framesLost(long beginNanos, long firstInOrder) {
        long firstDue = CameraClock.unixNanosAt(beginNanos) / 1000 * log.framesPerSecond() / 1_000_000;
        long seen = log.seen().stream().mapToLong(FrameLog.Seen::index).distinct()
                .filter(index -> index >= firstDue && index < firstInOrder).count();
        return Math.max(0, firstInOrder - firstDue - seen);
    }
}
