package org.posestream.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.posestream.source.FrameSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of one camera or file: reads its source to the end, or until it is stopped. Any thread may ask and stop.
 */
public final class CameraReader {

    private static final Logger log = LoggerFactory.getLogger(CameraReader.class);

    private final String name;
    private final FrameSource source;
    private final FrameDoor door;
    private final Duration stopTimeout;
    private final Consumer<CameraReader> atEnd;
    private final Thread thread;
    private final AtomicLong framesRead = new AtomicLong();
    private volatile boolean stopping;
    private volatile boolean abandoned;
    private volatile Throwable failure;

    /**
     * A reader that has not started.
     *
     * @param atEnd called on the reader's thread when its source is closed and its last frame has left the pipeline,
     *     or is not waited for any more
     */
    CameraReader(String name, FrameSource source, FrameDoor door, Duration stopTimeout,
            Consumer<CameraReader> atEnd) {
        this.name = name;
        this.source = source;
        this.door = door;
        this.stopTimeout = stopTimeout;
        this.atEnd = atEnd;
        thread = new Thread(this::run, "reader-" + name);
        thread.setDaemon(true);
    }

    public String name() {
        return name;
    }

    /** How many frames the source has delivered so far, dropped ones included. */
    public long framesRead() {
        return framesRead.get();
    }

    /** Whether the source has ended and its last frame has left the pipeline. */
    public boolean hasEnded() {
        return !thread.isAlive();
    }

    /**
     * Waits until the source has ended and its last frame has left the pipeline.
     *
     * @return false when the time-out passes first
     */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        thread.join(Math.max(1, timeout.toMillis()));
        return hasEnded();
    }

    /** Why the source broke; empty while it runs and when it came to its end or was stopped. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Stops reading and waits until the frames under way have left the pipeline.
     *
     * @return false when the source did not react in time; its thread is left behind then, and closes the source if it
     *     ever wakes
     */
    public boolean stop() {
        requestStop();
        return awaitEndOrAbandon(System.nanoTime() + stopTimeout.toNanos());
    }

    void start() {
        thread.start();
    }

    void requestStop() {
        stopping = true;
        try {
            source.interrupt();
        } catch (RuntimeException e) {
            log.warn("{}: the source could not be interrupted: {}", name, e.toString());
        }
    }

    boolean awaitEndOrAbandon(long deadlineNanos) {
        if (StageThreads.awaitEnd(thread, deadlineNanos)) {
            return true;
        }
        log.error("{}: the source did not end in time; its thread is left behind", name);
        abandoned = true;
        thread.interrupt();
        return false;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    private void run() {
        try {
            read();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Abandoned: nothing is waited for any more.
        } catch (Throwable e) {
            failure = stopping ? null : e;
        }
        end();
    }

    private void read() throws Exception {
        long begin = System.nanoTime();
        while (!stopping && source.advance() && !stopping) {
            framesRead.incrementAndGet();
            // A camera's advance is mostly waiting for the next frame, which is no work.
            door.admit(source, source.isLive() ? 0 : System.nanoTime() - begin);
            begin = System.nanoTime();
        }
    }

    private void end() {
        try {
            source.close();
        } catch (RuntimeException e) {
            log.warn("{}: the source could not be closed: {}", name, e.toString());
        }
        try {
            door.drain();
        } catch (InterruptedException e) {
            log.debug("{}: abandoned with frames under way", name);
        }
        atEnd.accept(this);
    }
}
