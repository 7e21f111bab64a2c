package org.posestream.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Consumer;
import org.posestream.metrics.LatencyRecorder;
import org.posestream.metrics.PipelineCounter;
import org.posestream.metrics.PipelineMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one camera going: opens its source again whenever it is lost, until it is stopped; see {@link CameraState} and
 * {@link SupervisionOptions}. Any thread may ask and order; no call waits for the source, except {@link #stop()}.
 *
 * <p>The camera keeps its identities, its frame numbers and its counters however often its source is opened.
 */
public final class CameraSupervisor {

    private static final Logger log = LoggerFactory.getLogger(CameraSupervisor.class);

    private final Camera camera;
    private final CameraLife life;
    private final LongSupplier clock;
    private final Duration stopTimeout;
    private final Consumer<CameraSupervisor> atEnd;
    private final FrameRates rates = new FrameRates();

    /**
     * A supervisor at rest.
     *
     * @param clock the machine's monotonic clock
     * @param stopTimeout how long {@link #stop} waits
     * @param atEnd called when the camera was stopped
     */
    CameraSupervisor(Camera camera, CameraLife life, LongSupplier clock, Duration stopTimeout,
            Consumer<CameraSupervisor> atEnd) {
        this.camera = camera;
        this.life = life;
        this.clock = clock;
        this.stopTimeout = stopTimeout;
        this.atEnd = atEnd;
    }

    /** Name of the stream. */
    public String name() {
        return camera.name();
    }

    /** What the camera is doing now. */
    public synchronized CameraStatus status() {
        long now = clock.getAsLong();
        return new CameraStatus(name(), life.state(), Duration.ofNanos(now - life.sinceNanos()), life.format(),
                rates.in(now, metrics().count(PipelineCounter.FRAMES_READ)),
                rates.out(now, metrics().count(PipelineCounter.FRAMES_PUBLISHED)),
                life.abandonedCount(), life.attempts(), Optional.ofNullable(life.lastError()));
    }

    /** What has been counted of this camera; it is part of the pipeline's. */
    public PipelineMetrics metrics() {
        return camera.metrics();
    }

    /** How long stages and whole frames of this camera took so far. */
    public LatencyRecorder latencies() {
        return camera.latencies();
    }

    /** Closes the source and keeps the camera, until it is resumed. Frames under way are finished. */
    public synchronized void pause() {
        life.pause(clock.getAsLong());
    }

    /** Opens the source of a paused camera again. */
    public synchronized void resume() {
        life.resume(clock.getAsLong());
    }

    /**
     * Closes the source for ever, waits until the frames under way have left the pipeline, and removes the camera from
     * it. Its name is free again when this returns.
     *
     * @return false when a reader had to be left behind in its source, or frames are still under way
     */
    public boolean stop() {
        requestStop();
        return awaitEnd(System.nanoTime() + stopTimeout.toNanos());
    }

    synchronized void start() {
        long now = clock.getAsLong();
        rates.sample(now, 0, 0);
        life.start(now);
    }

    synchronized void startPaused() {
        long now = clock.getAsLong();
        rates.sample(now, 0, 0);
        life.startPaused(now);
    }

    synchronized void tick(long nowNanos) {
        life.tick(nowNanos);
        rates.sample(nowNanos, metrics().count(PipelineCounter.FRAMES_READ),
                metrics().count(PipelineCounter.FRAMES_PUBLISHED));
    }

    synchronized void requestStop() {
        life.stop(clock.getAsLong());
    }

    /** After {@link #requestStop}: waits until everything is at an end, or gives up what is not at the deadline. */
    boolean awaitEnd(long deadlineNanos) {
        boolean clean = awaitReader(deadlineNanos) & awaitFrames(deadlineNanos);
        atEnd.accept(this);
        return clean;
    }

    private boolean awaitReader(long deadlineNanos) {
        Connection open = connection();
        if (open != null && !open.awaitEnd(deadlineNanos)) {
            log.error("{}: the source did not end in time; its thread is left behind", name());
            abandon();
        }
        return !hasLeftBehind();
    }

    private boolean awaitFrames(long deadlineNanos) {
        try {
            // Frames that are done need no time to be found so.
            return camera.pool().awaitComplete(Math.max(1, deadlineNanos - System.nanoTime()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return camera.pool().isComplete();
        }
    }

    private synchronized Connection connection() {
        return life.connection();
    }

    private synchronized void abandon() {
        if (life.connection() != null) {
            life.abandon();
        }
    }

    /** Whether readers hang in native calls. */
    synchronized boolean hasLeftBehind() {
        return life.abandonedCount() > 0;
    }
}
