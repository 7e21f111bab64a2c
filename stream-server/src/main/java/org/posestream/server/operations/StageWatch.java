package org.posestream.server.operations;

import java.time.Duration;
import java.util.Optional;
import org.posestream.pipeline.StageProgress;

/** Finds out when the stages do not work any more, which nothing but a new process mends. Any thread. */
final class StageWatch {

    /** Far more than any batch takes: a restart costs every camera its identities. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private long framesLeft;
    private long sinceNanos;
    private boolean begun;

    /**
     * Takes note of how far the stages are, to be called every second or so.
     *
     * @return why they do not work; empty when they do, or have nothing to do
     */
    synchronized Optional<String> fault(StageProgress progress, long nowNanos) {
        if (!begun || progress.framesLeft() != framesLeft || progress.framesUnderWay() == 0) {
            begun = true;
            framesLeft = progress.framesLeft();
            sinceNanos = nowNanos;
        }
        if (!progress.threadsAlive()) {
            return Optional.of("the thread of a stage has ended");
        }
        Duration still = Duration.ofNanos(nowNanos - sinceNanos);
        return still.compareTo(PATIENCE) < 0 ? Optional.empty()
                : Optional.of("no frame has left the stages for " + still.toSeconds() + " s, though "
                        + progress.framesUnderWay() + " are under way");
    }
}
