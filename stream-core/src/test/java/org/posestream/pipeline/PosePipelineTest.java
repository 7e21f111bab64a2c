package org.posestream.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.frame.FrameSlot;
import org.posestream.metrics.LatencySummary;
import org.posestream.metrics.PipelineCounter;
import org.posestream.pose.PersonPose;
import org.posestream.pose.SkeletonTopology;

@Timeout(60)
class PosePipelineTest {

    private final Stubs.Collector collector = new Stubs.Collector();
    private final CountDownLatch holding = new CountDownLatch(1);

    @Test
    void shouldPublishEveryFrameOfAFileInOrder() throws Exception {
        try (PosePipeline pipeline = Stubs.started(walker(), collector)) {
            CameraReader reader = pipeline.add("walk", StubSource.file(200));
            assertTrue(reader.awaitEnd(Stubs.LONG));
            assertEquals(LongStream.range(0, 200).boxed().toList(), collector.sequences("walk"));
            assertEquals(200, reader.framesRead());
            assertEquals(Optional.empty(), reader.failure());
            assertEquals(200, pipeline.metrics().count(PipelineCounter.FRAMES_READ));
            assertEquals(200, pipeline.metrics().count(PipelineCounter.FRAMES_PUBLISHED));
            assertEquals(0, pipeline.metrics().count(PipelineCounter.FRAMES_DROPPED_BUSY));
            assertEquals(0, pipeline.metrics().count(PipelineCounter.FRAMES_EMPTY));
        }
    }

    @Test
    void shouldCarryAPersonThroughAllStages() throws Exception {
        try (PosePipeline pipeline = Stubs.started(walker(), collector)) {
            assertTrue(pipeline.add("walk", StubSource.file(20)).awaitEnd(Stubs.LONG));
        }
        for (int i = 0; i < 20; i++) {
            assertEquals(1, collector.frames.get(i).people().size());
            PersonPose person = collector.frames.get(i).people().get(0);
            assertEquals(1, person.id());
            assertEquals(SkeletonTopology.COCO_17, person.topology2d());
            assertEquals(SkeletonTopology.H36M_17, person.topology3d());
            assertEquals(0.16f, person.joints3d().get(16).y(), 1e-4f);
            assertEquals(i * StubSource.FRAME_NANOS, collector.frames.get(i).captureNanos());
            assertEquals(64, collector.frames.get(i).imageWidth());
            assertEquals(48, collector.frames.get(i).imageHeight());
        }
    }

    @Test
    void shouldPublishAnEmptyListWhereNobodyIs() throws Exception {
        StubDetector nobody = new StubDetector(1) {
            @Override
            void find(FrameSlot slot) {
                // Nobody is there.
            }
        };
        try (PosePipeline pipeline = Stubs.started(Stubs.components(nobody, new StubEstimator(4)), collector)) {
            assertTrue(pipeline.add("empty", StubSource.file(10)).awaitEnd(Stubs.LONG));
            assertEquals(10, collector.frames.size());
            assertTrue(collector.frames.stream().allMatch(frame -> frame.people().isEmpty()));
            assertEquals(10, pipeline.metrics().count(PipelineCounter.FRAMES_EMPTY));
            assertEquals(10, pipeline.metrics().count(PipelineCounter.FRAMES_PUBLISHED));
        }
        assertEquals(List.of("empty0", "empty3", "empty6", "empty9"), nobody.frames(),
                "the detector looks for people in every third frame of an empty scene");
    }

    @Test
    void shouldRunTheDetectorAtItsIntervalOnceSomebodyIsTracked() throws Exception {
        StubDetector detector = new StubDetector(1);
        try (PosePipeline pipeline = Stubs.started(Stubs.components(detector, new StubEstimator(4)), collector)) {
            assertTrue(pipeline.add("f", StubSource.file(23)).awaitEnd(Stubs.LONG));
            assertEquals(5, pipeline.metrics().count(PipelineCounter.DETECTOR_RUNS));
        }
        assertEquals(List.of("f0", "f5", "f10", "f15", "f20"), detector.frames());
        // With 2 permits the tracks do not know of frame 0 before frame 2: frame 1 takes what the detector found.
        assertTrue(collector.frames.stream().allMatch(frame -> frame.people().size() == 1));
    }

    @Test
    void shouldLoseNobodyOfAFileOfFiveFramesASecond() throws Exception {
        StubDetector detector = new StubDetector(1);
        StubSource slow = new StubSource(12) {
            @Override
            public long captureNanos() {
                return current() * 200_000_000L;
            }
        };
        try (PosePipeline pipeline = Stubs.started(Stubs.components(detector, new StubEstimator(4)), collector)) {
            assertTrue(pipeline.add("f", slow).awaitEnd(Stubs.LONG));
        }
        assertEquals(List.of(), collector.frames.stream().filter(frame -> frame.people().size() != 1)
                .map(frame -> frame.sequence()).toList(), "frames without the one who is always there");
        // Frame 1 has what the detector found in frame 0; from then on the tracks of two frames ago are too old.
        assertEquals(11, detector.frames().size());
    }

    @Test
    void shouldCountPeopleBeyondTheLimit() throws Exception {
        StubDetector crowd = new StubDetector(1) {
            @Override
            void find(FrameSlot slot) {
                for (int i = 0; i < 5; i++) {
                    slot.people().add(12 * i, 4, 10, 40, 0.9f - 0.1f * i);
                }
            }
        };
        try (PosePipeline pipeline = Stubs.started(Stubs.components(crowd, new StubEstimator(4)),
                Stubs.OPTIONS.withMaxPeople(3), collector)) {
            assertTrue(pipeline.add("f", StubSource.file(1)).awaitEnd(Stubs.LONG));
            assertEquals(2, pipeline.metrics().count(PipelineCounter.PEOPLE_OVER_LIMIT));
        }
        assertEquals(3, collector.frames.get(0).people().size());
    }

    @Test
    void shouldRecordTheLatencyOfEveryStage() throws Exception {
        try (PosePipeline pipeline = Stubs.started(walker(), collector)) {
            assertTrue(pipeline.add("walk", StubSource.file(30)).awaitEnd(Stubs.LONG));
            assertEquals(List.of("decode", "detect", "estimate", "track", "lift", "smooth", "publish", "total"),
                    pipeline.latencies().summaries().stream().map(LatencySummary::label).toList());
            assertEquals(30, pipeline.latencies().total().count());
        }
        assertEquals(List.of("decode", "detect", "estimate", "track", "lift", "smooth"),
                collector.frames.get(29).latencies().stream().map(latency -> latency.stage()).toList());
    }

    @Test
    void shouldTellHowFarTheStagesAre() throws Exception {
        AtomicReference<PosePipeline> running = new AtomicReference<>();
        AtomicReference<StageProgress> atTheLastFrame = new AtomicReference<>();
        StubDetector detector = new StubDetector(1) {
            @Override
            void before(List<String> frames) {
                if (frames.contains("f9")) {
                    atTheLastFrame.set(running.get().progress());
                }
            }
        };
        try (PosePipeline pipeline = Stubs.started(Stubs.components(detector, new StubEstimator(4)),
                Stubs.OPTIONS.withDetectorInterval(1), collector)) {
            running.set(pipeline);
            assertEquals(new StageProgress(0, 0, true), pipeline.progress());
            assertTrue(pipeline.add("f", StubSource.file(10)).awaitEnd(Stubs.LONG));
        }
        assertEquals(10, atTheLastFrame.get().framesEntered());
        assertTrue(atTheLastFrame.get().threadsAlive());
        assertTrue(atTheLastFrame.get().framesUnderWay() >= 1, atTheLastFrame.get()::toString);
        assertEquals(new StageProgress(10, 10, false), running.get().progress());
    }

    @Test
    void shouldSkipTheLifterWhenTheEstimatorGives3d() throws Exception {
        StubEstimator estimator = new StubEstimator(4) {
            @Override
            public Optional<SkeletonTopology> topology3d() {
                return Optional.of(SkeletonTopology.BLAZEPOSE_33);
            }
        };
        StubLifter lifter = new StubLifter();
        PipelineComponents components = new PipelineComponents(new StubDetector(1), estimator, Optional.of(lifter));
        try (PosePipeline pipeline = Stubs.started(components, collector)) {
            assertTrue(pipeline.add("walk", StubSource.file(3)).awaitEnd(Stubs.LONG));
        }
        assertEquals(0, lifter.runs);
        assertTrue(lifter.closed);
        assertEquals(SkeletonTopology.BLAZEPOSE_33, collector.frames.get(2).people().get(0).topology3d());
    }

    @Test
    void shouldDropTheNewestLiveFramesWhenAllPermitsAreUnderWay() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        StubDetector detector = holding(1, "cam0", busy);
        try (PosePipeline pipeline = Stubs.started(Stubs.components(detector, new StubEstimator(4)), collector)) {
            StubSource camera = StubSource.camera();
            CameraReader reader = pipeline.add("cam", camera);
            for (int i = 0; i < 5; i++) {
                camera.push();
            }
            assertEquals(5, pipeline.metrics().count(PipelineCounter.FRAMES_READ));
            assertEquals(3, pipeline.metrics().count(PipelineCounter.FRAMES_DROPPED_BUSY));
            busy.countDown();
            camera.end();
            assertTrue(reader.awaitEnd(Stubs.LONG));
            assertEquals(List.of(0L, 1L), collector.sequences("cam"));
        }
    }

    @Test
    void shouldAdmitNoMoreThanThePermits() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        StubDetector detector = holding(1, "cam0", busy);
        try (PosePipeline pipeline = Stubs.started(Stubs.components(detector, new StubEstimator(4)),
                Stubs.OPTIONS.withPermits(4), collector)) {
            StubSource camera = StubSource.camera();
            CameraReader reader = pipeline.add("cam", camera);
            for (int i = 0; i < 6; i++) {
                camera.push();
            }
            assertEquals(2, pipeline.metrics().count(PipelineCounter.FRAMES_DROPPED_BUSY));
            busy.countDown();
            camera.end();
            assertTrue(reader.awaitEnd(Stubs.LONG));
            assertEquals(List.of(0L, 1L, 2L, 3L), collector.sequences("cam"));
        }
    }

    @Test
    void shouldFormDetectorBatchesAcrossCameras() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        StubDetector detector = holding(4, "a0", busy);
        try (PosePipeline pipeline = Stubs.started(Stubs.components(detector, new StubEstimator(4)), collector)) {
            pushOne(pipeline, "a");
            Stubs.await(holding);
            pushOne(pipeline, "b");
            pushOne(pipeline, "c");
            busy.countDown();
        }
        assertEquals(List.of(List.of("a0"), List.of("b0", "c0")), detector.batches);
        assertEquals(List.of("a0", "b0", "c0"), collector.labels());
    }

    @Test
    void shouldFormPersonBatchesAcrossCameras() throws Exception {
        assertEquals(List.of("b0", "c0"), secondEstimatedBatch(4).subList(0, 2));
    }

    @Test
    void shouldNotLetFramesWaitForEachOtherWhereTheEstimatorGainsNothing() throws Exception {
        assertEquals(List.of("b0"), secondEstimatedBatch(1));
    }

    /** Four cameras bring a frame each; those of b and c wait while that of a is estimated. */
    private List<String> secondEstimatedBatch(int maxFrames) throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch detected = new CountDownLatch(1);
        StubDetector detector = new StubDetector(1) {
            @Override
            void before(List<String> frames) {
                if (frames.contains("d0")) {
                    detected.countDown();
                }
            }
        };
        StubEstimator estimator = new StubEstimator(4) {
            @Override
            public int maxFrames() {
                return maxFrames;
            }

            @Override
            void before(List<String> frames) throws Exception {
                if (frames.contains("a0")) {
                    holding.countDown();
                    Stubs.await(busy);
                }
            }
        };
        try (PosePipeline pipeline = Stubs.started(Stubs.components(detector, estimator), collector)) {
            pushOne(pipeline, "a");
            Stubs.await(holding);
            for (String name : List.of("b", "c", "d")) {
                pushOne(pipeline, name);
            }
            // The detector has begun with d, so it has let go of b and c.
            Stubs.await(detected);
            busy.countDown();
        }
        assertEquals(List.of("a0", "b0", "c0", "d0"), collector.labels());
        return estimator.batches.get(1);
    }

    @Test
    void shouldNeverGiveACameraNumberAgain() throws Exception {
        StubDetector detector = new StubDetector(1);
        try (PosePipeline pipeline = Stubs.started(Stubs.components(detector, new StubEstimator(4)), collector)) {
            for (int i = 0; i < 3; i++) {
                assertTrue(pipeline.add("again", StubSource.file(1)).awaitEnd(Stubs.LONG));
            }
        }
        assertEquals(List.of(0, 1, 2), detector.cameras);
    }

    @Test
    void shouldStopOneCameraWhileOthersRun() throws Exception {
        try (PosePipeline pipeline = Stubs.started(walker(), collector)) {
            StubSource first = StubSource.camera();
            StubSource second = StubSource.camera();
            CameraReader reader = pipeline.add("first", first);
            pipeline.add("second", second);
            first.push();
            assertTrue(reader.stop());
            assertTrue(first.isClosed());
            second.push();
            assertFalse(second.isClosed());
            pipeline.add("first", StubSource.file(2)).awaitEnd(Stubs.LONG);
        }
        assertEquals(List.of(0L, 0L, 1L), collector.sequences("first"));
        assertEquals(List.of(0L), collector.sequences("second"));
    }

    @Test
    void shouldRefuseANameInUseAndTooManyCameras() {
        try (PosePipeline pipeline = Stubs.started(walker(), Stubs.OPTIONS.withMaxCameras(1), collector)) {
            pipeline.add("cam", StubSource.camera());
            IllegalArgumentException used = assertThrows(IllegalArgumentException.class,
                    () -> pipeline.add("cam", StubSource.camera()));
            assertEquals("names of streams must differ, but 'cam' is in use", used.getMessage());
            IllegalStateException full = assertThrows(IllegalStateException.class,
                    () -> pipeline.add("other", StubSource.camera()));
            assertEquals("a pipeline takes at most 1 cameras at a time", full.getMessage());
        }
    }

    @Test
    void shouldRefuseCamerasBeforeTheStartAndAfterTheEnd() {
        PosePipeline pipeline = new PosePipeline(walker(), Stubs.OPTIONS, List.of());
        assertThrows(IllegalStateException.class, () -> pipeline.add("cam", StubSource.camera()));
        pipeline.start();
        assertThrows(IllegalStateException.class, pipeline::start);
        pipeline.close();
        assertThrows(IllegalStateException.class, () -> pipeline.add("cam", StubSource.camera()));
    }

    @Test
    void shouldWorkWithYieldingStages() throws Exception {
        PipelineOptions options = Stubs.OPTIONS.withWaiting(PipelineOptions.WaitKind.YIELDING);
        try (PosePipeline pipeline = Stubs.started(walker(), options, collector)) {
            assertTrue(pipeline.add("walk", StubSource.file(50)).awaitEnd(Stubs.LONG));
        }
        assertEquals(LongStream.range(0, 50).boxed().toList(), collector.sequences("walk"));
    }

    private static void pushOne(PosePipeline pipeline, String name) throws InterruptedException {
        StubSource camera = StubSource.camera();
        pipeline.add(name, camera);
        camera.push();
    }

    private static PipelineComponents walker() {
        return Stubs.components(new StubDetector(1), new StubEstimator(4));
    }

    /** A detector that waits for the latch when it meets the frame. */
    private StubDetector holding(int maxBatch, String frame, CountDownLatch latch) {
        return new StubDetector(maxBatch) {
            @Override
            void before(List<String> frames) throws Exception {
                if (frames.contains(frame)) {
                    holding.countDown();
                    Stubs.await(latch);
                }
            }
        };
    }
}
