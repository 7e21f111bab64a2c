package org.posestream.pipeline;

import java.util.List;
import java.util.function.LongSupplier;
import org.posestream.frame.FrameSlot;
import org.posestream.metrics.PipelineCounter;
import org.posestream.metrics.PipelineMetrics;
import org.posestream.metrics.Stage;
import org.posestream.pose.PoseFrame;

/**
 * Makes the immutable result and hands it to every publisher; one that throws hinders neither the others nor the
 * frame.
 */
final class PublishStage implements FrameStage {

    private final List<PosePublisher> publishers;
    private final PipelineMetrics metrics;
    private final LongSupplier clock;
    private final FailureLog failures = new FailureLog();

    PublishStage(List<PosePublisher> publishers, PipelineMetrics metrics, LongSupplier clock) {
        this.publishers = publishers;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public Stage kind() {
        return Stage.PUBLISH;
    }

    @Override
    public int maxBatch() {
        return 1;
    }

    @Override
    public void end() {
        failures.flush();
    }

    @Override
    public void process(FrameSlot[] slots, int count) {
        PoseFrame frame = slots[0].toPoseFrame(clock.getAsLong());
        for (PosePublisher publisher : publishers) {
            try {
                publisher.publish(frame, slots[0].buffer());
            } catch (Throwable e) {
                metrics.increment(PipelineCounter.PUBLISH_FAILURES);
                failures.report(publisher.getClass().getSimpleName() + " failed", e, clock.getAsLong());
            }
        }
    }
}
