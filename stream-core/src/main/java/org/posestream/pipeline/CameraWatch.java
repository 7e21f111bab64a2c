package org.posestream.pipeline;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The one thread that looks after all supervised cameras: ten times a second, and at once when a reader ends. It starts
 * with the first camera.
 */
final class CameraWatch {

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** So late the watch itself is only when the whole program has stood still, and the readers with it. */
    static final long HALT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Time for the readers to take in what came meanwhile, before their silence is held against their sources. */
    static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Collection<CameraSupervisor> cameras;
    private final Runnable tidyUp;
    private final LongSupplier clock;
    private final FailureLog failures = new FailureLog();
    private boolean looked;
    private long lookedNanos;
    private boolean halted;
    private long graceEndNanos;
    private Thread thread;
    private volatile boolean closed;

    /**
     * A watch that has not started.
     *
     * @param cameras may change at any time
     * @param tidyUp called every time after the cameras
     */
    CameraWatch(Collection<CameraSupervisor> cameras, Runnable tidyUp, LongSupplier clock) {
        this.cameras = cameras;
        this.tidyUp = tidyUp;
        this.clock = clock;
    }

    synchronized void start() {
        if (thread == null) {
            thread = new Thread(this::run, "camera-watch");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Looks again at once; any thread. */
    synchronized void wake() {
        LockSupport.unpark(thread);
    }

    /** Ends the thread, after what it is doing. */
    void close() {
        closed = true;
        wake();
    }

    private void run() {
        while (!closed) {
            lookSafely();
            LockSupport.parkNanos(this, PERIOD_NANOS);
        }
    }

    /** Not even a failure that cannot be told, for want of memory, may end this thread. */
    private void lookSafely() {
        try {
            look(clock.getAsLong());
        } catch (Throwable e) {
            Thread.yield(); // Perhaps there is memory the next time.
        }
    }

    /** Whatever happens to one camera, the others are looked after; by the watch's thread only. */
    void look(long nowNanos) {
        if (isInGrace(nowNanos)) {
            return;
        }
        for (CameraSupervisor camera : cameras) {
            try {
                camera.tick(nowNanos);
            } catch (Throwable e) {
                failures.report("watching " + camera.name() + " failed", e, nowNanos);
            }
        }
        tidyUp.run();
    }

    /** A machine that was suspended, or had no memory for a while, must not lose all its cameras at once. */
    private boolean isInGrace(long nowNanos) {
        if (looked && nowNanos - lookedNanos > HALT_NANOS) {
            halted = true;
            graceEndNanos = nowNanos + GRACE_NANOS;
        }
        looked = true;
        lookedNanos = nowNanos;
        halted = halted && nowNanos - graceEndNanos < 0;
        return halted;
    }
}
