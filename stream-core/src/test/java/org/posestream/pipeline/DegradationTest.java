package org.posestream.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.metrics.LatencyBudget;
import org.posestream.metrics.PipelineCounter;
import org.posestream.metrics.PipelineMetrics;
import org.posestream.metrics.Stage;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;
import org.posestream.source.SourceException;

@Timeout(60)
class DegradationTest {

    private static final long MILLI = 1_000_000;
    private static final DegradationOptions OPTIONS = new DegradationOptions(true, 0.2, Duration.ofSeconds(1),
            Duration.ofSeconds(2), Duration.ofSeconds(8));

    private final PipelineMetrics metrics = new PipelineMetrics();
    private final List<String> lines = new ArrayList<>();
    private final AtomicLong now = new AtomicLong(1_000_000_000_000L);
    private final Stubs.Collector collector = new Stubs.Collector();

    @Test
    void shouldCountAndTellEveryChange() {
        Degradation degradation = new Degradation(OPTIONS, false, metrics, lines::add);
        for (int i = 0; i <= 10; i++) {
            degradation.published(false, i * 100 * MILLI);
            degradation.dropped();
        }
        degradation.published(true, 1100 * MILLI);
        assertEquals(DegradationStep.DETECTOR_LESS_OFTEN, degradation.step());
        for (int i = 12; i <= 40; i++) {
            degradation.published(false, i * 100 * MILLI);
        }
        assertEquals(DegradationStep.NONE, degradation.step());
        assertEquals(1, metrics.count(PipelineCounter.DEGRADATIONS));
        assertEquals(List.of("degradation down to 'detector less often' from 'none': 10 of 20 frames of the last 1.0 s "
                + "were over the latency budget or dropped", "degradation up to 'none' from 'detector less often': "
                + "0 of 10 frames of the last 1.0 s were over the latency budget or dropped"), lines);
    }

    @Test
    void shouldGiveNothingUpUnlessAskedTo() {
        Degradation degradation = new Degradation(DegradationOptions.OFF, true, metrics, lines::add);
        for (int i = 0; i < 10_000; i++) {
            degradation.dropped();
            degradation.published(true, i * 100 * MILLI);
        }
        assertEquals(DegradationStep.NONE, degradation.step());
        assertEquals(List.of(), lines);
    }

    @Test
    void shouldJudgeByAnotherBudgetFromThenOn() throws Exception {
        PipelineComponents components = Stubs.components(new StubDetector(1), new StubEstimator(4));
        try (PosePipeline pipeline = Stubs.started(components, collector)) {
            StubSource camera = new StubSource(true, Integer.MAX_VALUE, true);
            pipeline.add("c", camera);
            List<Long> late = new ArrayList<>();
            for (LatencyBudget budget : List.of(LatencyBudget.NONE, new LatencyBudget(1, Map.of()),
                    LatencyBudget.NONE)) {
                pipeline.setLatencyBudget(budget);
                camera.push();
                while (pipeline.metrics().count(PipelineCounter.FRAMES_PUBLISHED) <= late.size()) {
                    Thread.onSpinWait();
                }
                awaitIdle(pipeline);
                late.add(pipeline.metrics().count(PipelineCounter.FRAMES_OVER_BUDGET));
            }
            assertEquals(List.of(0L, 1L, 1L), late);
        }
    }

    /** A camera that sets the clock to the time of its frame, ten a second. */
    private final class TimedCamera extends StubSource {
        private final long beginNanos = now.get();

        TimedCamera() {
            super(true, Integer.MAX_VALUE, true);
        }

        @Override
        public boolean advance() throws SourceException {
            boolean more = super.advance();
            now.set(captureNanos());
            return more;
        }

        @Override
        public long captureNanos() {
            return beginNanos + current() * 100 * MILLI;
        }
    }

    /**
     * One network takes 60 ms a person until the load is gone, the other 10 ms, and 30 are allowed; every frame has
     * left before the next comes.
     */
    @Test
    void shouldTakeTheLighterNetworkWhenTheOtherIsTooSlowAndGoBackWhenItIsNot() throws Exception {
        AtomicLong heavyMillis = new AtomicLong(60);
        StubEstimator heavy = slow(heavyMillis);
        StubEstimator light = slow(new AtomicLong(10));
        StubDetector detector = new StubDetector(1);
        PipelineComponents components =
                new PipelineComponents(detector, heavy, Optional.of(light), Optional.of(new StubLifter()));
        List<String> steps = new ArrayList<>();
        try (PosePipeline pipeline = pipeline(components)) {
            StubSource camera = new TimedCamera();
            pipeline.add("c", camera);
            for (int frame = 0; frame < 140; frame++) {
                heavyMillis.set(frame < 60 ? 60 : 10);
                DegradationStep before = pipeline.degradationStep();
                camera.push();
                awaitIdle(pipeline);
                if (pipeline.degradationStep() != before) {
                    steps.add(frame + " " + pipeline.degradationStep());
                }
            }
            assertEquals(List.of("10 DETECTOR_LESS_OFTEN", "20 LIGHTER_POSE", "41 DETECTOR_LESS_OFTEN",
                    "51 LIGHTER_POSE", "92 DETECTOR_LESS_OFTEN", "132 NONE"), steps);
            assertEquals(3, pipeline.metrics().count(PipelineCounter.DEGRADATIONS));
            assertEquals(31, pipeline.metrics().count(PipelineCounter.FRAMES_OVER_BUDGET));
            assertEquals(31, pipeline.metrics().overBudget(Stage.ESTIMATE));
            assertEquals(60, pipeline.latencies().age().maxMillis(), 0.06);
            assertEquals(140, pipeline.latencies().age().count());
        }
        assertEquals(140, collector.frames.size());
        assertEquals(frames(21, 42, 52, 93), light.batches.stream().flatMap(List::stream).toList());
        assertEquals(140 - 62, heavy.batches.size());
        assertEquals(60 * MILLI, collector.frames.get(0).ageNanos());
        assertEquals(10 * MILLI, collector.frames.get(30).ageNanos());
        assertEquals(IntStream.range(0, 140).filter(i -> i <= 10 || i >= 133 || i % 3 == 1).mapToObj(i -> "c" + i)
                .toList(), detector.frames());
        assertTrue(light.closed && heavy.closed);
    }

    /** Names of the frames from..to-1 and from2..to2-1. */
    private static List<String> frames(int from, int to, int from2, int to2) {
        List<String> names = new ArrayList<>();
        for (int i = from; i < to2; i++) {
            if (i < to || i >= from2) {
                names.add("c" + i);
            }
        }
        return names;
    }

    @Test
    void shouldLeaveFilesAndCamerasOfWhichEveryFrameCountsAlone() throws Exception {
        StubEstimator heavy = slow(new AtomicLong(60));
        StubEstimator light = slow(new AtomicLong(10));
        PipelineComponents components = new PipelineComponents(new StubDetector(1), heavy, Optional.of(light),
                Optional.of(new StubLifter()));
        try (PosePipeline pipeline = pipeline(components)) {
            assertTrue(pipeline.add("f", StubSource.file(100)).awaitEnd(Stubs.LONG));
            assertEquals(100, pipeline.metrics().count(PipelineCounter.FRAMES_OVER_BUDGET));
            assertEquals(DegradationStep.NONE, pipeline.degradationStep());
            assertEquals(0, pipeline.latencies().age().count());
        }
        assertEquals(List.of(), light.batches);
        assertEquals(PoseFrame.UNKNOWN_TIME, collector.frames.get(0).ageNanos());
    }

    @Test
    void shouldRefuseALighterNetworkOfOtherJoints() {
        StubEstimator other = new StubEstimator(1) {
            @Override
            public SkeletonTopology topology2d() {
                return SkeletonTopology.BLAZEPOSE_33;
            }
        };
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> new PipelineComponents(
                new StubDetector(1), new StubEstimator(1), Optional.of(other), Optional.of(new StubLifter())));
        assertEquals("the lighter pose network must find the same joints as the pose network, "
                + "but finds blazepose33 and not coco17", error.getMessage());
    }

    private PosePipeline pipeline(PipelineComponents components) {
        PosePipeline pipeline = new PosePipeline(components,
                Stubs.OPTIONS.withDetectorInterval(1).withDegradation(OPTIONS)
                        .withBudget(LatencyBudget.NONE.withStage(Stage.ESTIMATE, 30 * MILLI)),
                List.of(collector), new StageWaitStrategy(), now::get);
        pipeline.start();
        return pipeline;
    }

    private StubEstimator slow(AtomicLong millis) {
        return new StubEstimator(4) {
            @Override
            void before(List<String> frames) {
                now.addAndGet(millis.get() * MILLI);
            }
        };
    }

    private static void awaitIdle(PosePipeline pipeline) {
        while (pipeline.progress().framesUnderWay() > 0) {
            Thread.onSpinWait();
        }
    }
}
