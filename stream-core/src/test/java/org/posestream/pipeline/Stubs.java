package org.posestream.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBatch;
import org.posestream.metrics.PipelineMetrics;
import org.posestream.pose.PoseFrame;

/** What the pipeline's tests share. */
final class Stubs {

    static final Duration LONG = Duration.ofSeconds(20);
    static final PipelineOptions OPTIONS = PipelineOptions.DEFAULTS.withCloseTimeout(LONG);

    private Stubs() {
    }

    static PipelineComponents components(StubDetector detector, StubEstimator estimator) {
        return new PipelineComponents(detector, estimator, Optional.of(new StubLifter()));
    }

    static PosePipeline started(PipelineComponents components, PosePublisher... publishers) {
        return started(components, OPTIONS, publishers);
    }

    static PosePipeline started(PipelineComponents components, PipelineOptions options,
            PosePublisher... publishers) {
        PosePipeline pipeline = new PosePipeline(components, options, List.of(publishers));
        pipeline.start();
        return pipeline;
    }

    /** A camera of which nobody's id is asked. */
    static CameraIdentity identity(String name) {
        return new CameraIdentity(0, name, () -> 1);
    }

    /** The rules of a live camera that nothing relieves. */
    static Admission admission(CameraOptions options, PipelineMetrics metrics) {
        return new Admission(options, true, new DetectorSchedule(5, 1), metrics,
                new Degradation(DegradationOptions.OFF, false, metrics, line -> { }));
    }

    static List<String> labels(FrameSlot[] slots, int count) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            labels.add(slots[i].stream() + slots[i].sequence());
        }
        return labels;
    }

    static List<String> labels(PersonBatch batch) {
        Set<String> labels = new LinkedHashSet<>();
        for (int i = 0; i < batch.size(); i++) {
            labels.add(batch.slot(i).stream() + batch.slot(i).sequence());
        }
        return List.copyOf(labels);
    }

    static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("waited in vain");
        }
    }

    /** Whatever interrupts come, as native code does. */
    static void awaitDeaf(CountDownLatch latch) {
        boolean done = false;
        while (!done) {
            try {
                latch.await();
                done = true;
            } catch (InterruptedException e) {
                done = false;
            }
        }
    }

    interface Action {
        void run() throws Exception;
    }

    static void unchecked(Action action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Keeps every frame. */
    static final class Collector implements PosePublisher {
        final List<PoseFrame> frames = new CopyOnWriteArrayList<>();

        @Override
        public void publish(PoseFrame frame, FrameBuffer pixels) {
            frames.add(frame);
        }

        List<String> labels() {
            return frames.stream().map(frame -> frame.stream() + frame.sequence()).toList();
        }

        List<Long> sequences(String stream) {
            return frames.stream().filter(frame -> frame.stream().equals(stream)).map(PoseFrame::sequence).toList();
        }
    }
}
