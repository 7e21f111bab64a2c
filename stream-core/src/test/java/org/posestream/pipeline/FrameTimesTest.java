package org.posestream.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBatch;
import org.posestream.metrics.LatencyBudget;
import org.posestream.metrics.LatencySummary;
import org.posestream.metrics.PipelineCounter;
import org.posestream.metrics.Stage;
import org.posestream.pose.StageLatency;
import org.posestream.source.SourceException;

/** The clock moves only where this test says so: the copy takes 2 ms, the detector 3, and so on. */
@Timeout(60)
class FrameTimesTest {

    private static final long MILLI = 1_000_000;
    /** A frame that was 40 ms old when it had been decoded. */
    private static final long CAPTURE_AGE = 40 * MILLI;

    private final AtomicLong now = new AtomicLong(7_000 * MILLI);
    private final Stubs.Collector collector = new Stubs.Collector();
    private final List<Long> stamps = new CopyOnWriteArrayList<>();

    private void pass(int millis) {
        now.addAndGet(millis * MILLI);
    }

    private PipelineComponents components() {
        StubDetector detector = new StubDetector(1) {
            @Override
            void before(List<String> frames) {
                pass(3);
            }
        };
        StubEstimator estimator = new StubEstimator(1) {
            @Override
            void before(List<String> frames) {
                pass(5);
            }
        };
        StubLifter lifter = new StubLifter() {
            @Override
            public void lift(PersonBatch batch) {
                if (batch.slot(0).camera() >= 0) {
                    pass(7);
                    keepStamps(batch.slot(0));
                }
                super.lift(batch);
            }
        };
        return new PipelineComponents(detector, estimator, Optional.of(lifter));
    }

    private void keepStamps(FrameSlot slot) {
        List<Long> times = new ArrayList<>(List.of(slot.captureNanos(), slot.decodedNanos(), slot.admittedNanos()));
        for (Stage stage : List.of(Stage.DECODE, Stage.DETECT, Stage.ESTIMATE, Stage.TRACK, Stage.LIFT)) {
            times.add(slot.stageEndNanos(stage));
        }
        stamps.addAll(times);
    }

    private final class Camera extends StubSource {
        Camera() {
            super(true, Integer.MAX_VALUE, true);
        }

        @Override
        public long captureNanos() {
            return 7_000 * MILLI - CAPTURE_AGE;
        }

        @Override
        public void copyTo(FrameBuffer buffer) throws SourceException {
            pass(2);
            super.copyTo(buffer);
        }
    }

    @Test
    void shouldTellWhereTheTimeOfAFrameWent() throws Exception {
        PipelineOptions options = Stubs.OPTIONS.withBudget(
                new LatencyBudget(27 * MILLI, Map.of(Stage.ESTIMATE, 5 * MILLI, Stage.PUBLISH, 10 * MILLI)));
        PosePipeline pipeline = new PosePipeline(components(), options,
                List.of(collector, (frame, pixels) -> pass(11)), new StageWaitStrategy(), now::get);
        try (pipeline) {
            pipeline.start();
            StubSource camera = new Camera();
            CameraReader reader = pipeline.add("c", camera);
            camera.push();
            camera.end();
            reader.awaitEnd(Stubs.LONG);

            Map<String, Double> millis = pipeline.latencies().summaries().stream()
                    .collect(Collectors.toMap(LatencySummary::label, each -> Math.rint(each.maxMillis())));
            assertEquals(Map.of("decode", 2.0, "detect", 3.0, "estimate", 5.0, "lift", 7.0, "publish", 11.0,
                    "total", 28.0, "age", 68.0), millis);
            assertEquals(1, pipeline.metrics().count(PipelineCounter.FRAMES_OVER_BUDGET));
            assertEquals(1, pipeline.metrics().overTotalBudget());
            assertEquals(1, pipeline.metrics().overBudget(Stage.PUBLISH));
            assertEquals(0, pipeline.metrics().overBudget(Stage.ESTIMATE));
        }
        assertEquals(List.of(-40L, 0L, 0L, 2L, 5L, 10L, 10L, 0L),
                stamps.stream().map(nanos -> nanos == 0 ? 0 : nanos / MILLI - 7_000).toList(),
                "captured, decoded, admitted, then the ends of the stages; lifting has not ended yet");
        assertEquals(List.of(new StageLatency("decode", 2_000), new StageLatency("detect", 3_000),
                new StageLatency("estimate", 5_000), new StageLatency("lift", 7_000)),
                collector.frames.get(0).latencies());
        assertEquals(57 * MILLI, collector.frames.get(0).ageNanos(), "40 before it was decoded, and 17 since");
    }
}
