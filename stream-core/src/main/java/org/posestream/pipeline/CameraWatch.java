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

    private final Collection<CameraSupervisor> cameras;
    private final Runnable tidyUp;
    private final LongSupplier clock;
    private final FailureLog failures = new FailureLog();
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

    /** Whatever happens to one camera, the others are looked after. */
    private void look(long nowNanos) {
        for (CameraSupervisor camera : cameras) {
            try {
                camera.tick(nowNanos);
            } catch (Throwable e) {
                failures.report("watching " + camera.name() + " failed", e, nowNanos);
            }
        }
        tidyUp.run();
    }
}
