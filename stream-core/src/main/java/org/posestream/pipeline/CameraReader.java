package org.posestream.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.posestream.source.FrameSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reader of one file, or of one camera that is not supervised: reads its source to the end, or until it is stopped.
 * Any thread may ask and stop.
 */
public final class CameraReader {

    private static final Logger log = LoggerFactory.getLogger(CameraReader.class);

    private final Camera camera;
    private final Duration stopTimeout;
    private final Consumer<CameraReader> atEnd;
    private final ReaderThread reader;
    private volatile boolean abandoned;

    /**
     * A reader that has not started.
     *
     * @param atEnd called on the reader's thread when its source is closed and its last frame has left the pipeline,
     *     or is not waited for any more
     */
    CameraReader(Camera camera, FrameSource source, FrameDoor door, Duration stopTimeout,
            Consumer<CameraReader> atEnd) {
        this.camera = camera;
        this.stopTimeout = stopTimeout;
        this.atEnd = atEnd;
        reader = new ReaderThread(camera.name(), () -> source, door, System::nanoTime, this::end);
    }

    public String name() {
        return camera.name();
    }

    /** How many frames the source has delivered so far, dropped ones included. */
    public long framesRead() {
        return reader.framesRead();
    }

    /** Whether the source has ended and its last frame has left the pipeline. */
    public boolean hasEnded() {
        return !reader.isAlive();
    }

    /**
     * Waits until the source has ended and its last frame has left the pipeline.
     *
     * @return false when the time-out passes first
     */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        reader.join(Math.max(1, timeout.toMillis()));
        return hasEnded();
    }

    /** Why the source broke; empty while it runs and when it came to its end or was stopped. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(reader.failure());
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
        reader.start();
    }

    void requestStop() {
        reader.requestEnd();
    }

    boolean awaitEndOrAbandon(long deadlineNanos) {
        if (reader.awaitEnd(deadlineNanos)) {
            return true;
        }
        log.error("{}: the source did not end in time; its thread is left behind", name());
        abandoned = true;
        reader.abandon();
        return false;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    private void end() {
        try {
            if (!abandoned) {
                camera.pool().awaitComplete(Long.MAX_VALUE);
            }
        } catch (InterruptedException e) {
            log.debug("{}: abandoned with frames under way", name());
        }
        atEnd.accept(this);
    }
}
