package org.posestream.pipeline;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.Sequence;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FrameSlot;
import org.posestream.metrics.LatencyBudget;
import org.posestream.metrics.LatencyRecorder;
import org.posestream.metrics.PipelineCounter;
import org.posestream.metrics.PipelineMetrics;
import org.posestream.metrics.Stage;
import org.posestream.pose.PoseFrame;

/** The last handler of the ring: counts every frame by its outcome and gives its pixels back, whatever has happened. */
final class RecycleStage implements EventHandler<FrameSlot> {

    private static final Stage[] STAGES = Stage.values();

    private final Cameras cameras;
    private final LatencyRecorder latencies;
    private volatile BudgetCheck budget;
    private final FailureLog failures = new FailureLog();
    private Sequence recycled;

    RecycleStage(Cameras cameras, LatencyRecorder latencies, LatencyBudget latencyBudget) {
        this.cameras = cameras;
        this.latencies = latencies;
        setBudget(latencyBudget);
    }

    /** From any thread; for the frames that come after. */
    void setBudget(LatencyBudget latencyBudget) {
        budget = new BudgetCheck(latencyBudget);
    }

    @Override
    public void onStart() {
        Thread.currentThread().setName("stage-recycle");
    }

    @Override
    public void setSequenceCallback(Sequence sequence) {
        recycled = sequence;
    }

    @Override
    public void onShutdown() {
        failures.flush();
    }

    @Override
    public void onEvent(FrameSlot slot, long sequence, boolean endOfBatch) {
        try {
            count(slot, cameras.of(slot));
        } finally {
            Camera camera = cameras.of(slot);
            FrameBuffer lent = slot.unload();
            // The place before the permit: whoever has a permit finds a place, though the batch goes on.
            recycled.set(sequence);
            if (lent != null) {
                camera.pool().release(lent);
            }
        }
    }

    private void count(FrameSlot slot, Camera camera) {
        PipelineMetrics metrics = camera.metrics();
        if (slot.failedStage() != null) {
            metrics.increment(PipelineCounter.FRAMES_FAILED);
            failures.report("frames of " + slot.stream() + " failed in stage " + slot.failedStage().label(),
                    slot.failure(), System.nanoTime());
            return;
        }
        metrics.increment(PipelineCounter.FRAMES_PUBLISHED);
        if (slot.people().count() == 0) {
            metrics.increment(PipelineCounter.FRAMES_EMPTY);
        }
        long publishedNanos = slot.stageEndNanos(Stage.PUBLISH);
        record(slot, publishedNanos, latencies);
        record(slot, publishedNanos, camera.latencies());
        camera.admission().published(budget.count(slot, metrics), publishedNanos);
    }

    private static void record(FrameSlot slot, long publishedNanos, LatencyRecorder recorder) {
        for (Stage stage : STAGES) {
            long nanos = slot.stageNanos(stage);
            if (nanos > 0) {
                recorder.record(stage, nanos);
            }
        }
        recorder.recordTotal(publishedNanos - slot.admittedNanos());
        long ageNanos = slot.ageNanos(publishedNanos);
        if (ageNanos != PoseFrame.UNKNOWN_TIME) {
            recorder.recordAge(ageNanos);
        }
    }
}
