package org.posestream.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.frame.FrameBuffer;
import org.posestream.metrics.PipelineCounter;
import org.posestream.source.SourceException;
import org.posestream.source.SourceOpener;

/** What a sick camera does to a healthy one beside it: nothing. How long it takes is for the benchmarks. */
@Timeout(60)
class IsolationTest {

    private static final int FRAMES = 20;
    /** So that the healthy camera loses no frame to its own pace. */
    private static final CameraOptions EVERY =
            new CameraOptions(Freshness.EVERY, 0, SupervisionOptions.DEFAULT);

    private final Stubs.Collector collector = new Stubs.Collector();
    private final CountDownLatch sick = new CountDownLatch(1);
    private final CountDownLatch cure = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        cure.countDown();
    }

    @Test
    void shouldNotBeDelayedByAnOpenerThatHangs() throws Exception {
        runBeside(CameraOptions.DEFAULT, () -> {
            sick.countDown();
            Stubs.awaitDeaf(cure);
            throw new SourceException("planned");
        });
    }

    @Test
    void shouldNotBeDelayedByASourceThatHangsWithABufferInHand() throws Exception {
        runBeside(CameraOptions.DEFAULT, () -> new StubSource(1) {
            @Override
            public void copyTo(FrameBuffer buffer) {
                sick.countDown();
                Stubs.awaitDeaf(cure);
            }
        });
    }

    @Test
    void shouldNotBeDelayedByFramesThatCannotBeRead() throws Exception {
        CountDownLatch many = new CountDownLatch(100);
        runBeside(EVERY, () -> new StubSource(Integer.MAX_VALUE) {
            @Override
            public void copyTo(FrameBuffer buffer) {
                many.countDown();
                if (many.getCount() == 0) {
                    sick.countDown();
                }
                throw new IllegalStateException("planned");
            }
        });
    }

    @Test
    void shouldNotBeDelayedByASourceThatBreaksAgainAndAgain() throws Exception {
        runBeside(CameraOptions.DEFAULT, () -> {
            sick.countDown();
            throw new SourceException("planned");
        });
    }

    private void runBeside(CameraOptions options, SourceOpener sickOpener) throws Exception {
        StubSource healthy = StubSource.camera();
        try (PosePipeline pipeline = Stubs.started(
                Stubs.components(new StubDetector(1), new StubEstimator(4)), collector)) {
            pipeline.supervise("sick", sickOpener, options);
            Stubs.await(sick);
            CameraSupervisor camera = pipeline.supervise("healthy", () -> healthy, EVERY);
            for (int i = 0; i < FRAMES; i++) {
                healthy.push();
            }
            assertTrue(camera.stop());
            assertEquals(FRAMES, camera.metrics().count(PipelineCounter.FRAMES_PUBLISHED));
            assertEquals(0, camera.metrics().count(PipelineCounter.FRAMES_DROPPED_BUSY));
            cure.countDown();
        }
        assertEquals(FRAMES, collector.sequences("healthy").size());
        assertEquals(List.of(), collector.sequences("sick").stream().skip(1).toList());
    }

    /** However many frames a camera brings while the stages are busy, another's next one waits for its permits only. */
    @Test
    void shouldWaitForNoMoreFramesOfAnotherThanItsPermits() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch holding = new CountDownLatch(1);
        StubDetector detector = new StubDetector(1) {
            @Override
            void before(List<String> frames) throws Exception {
                if (frames.contains("flood0")) {
                    holding.countDown();
                    Stubs.await(busy);
                }
            }
        };
        StubSource flood = StubSource.camera();
        StubSource healthy = StubSource.camera();
        try (PosePipeline pipeline = Stubs.started(Stubs.components(detector, new StubEstimator(4)), collector)) {
            CameraSupervisor flooding = pipeline.supervise("flood", () -> flood, CameraOptions.DEFAULT);
            CameraSupervisor camera = pipeline.supervise("healthy", () -> healthy, CameraOptions.DEFAULT);
            for (int i = 0; i < 100; i++) {
                flood.push();
            }
            Stubs.await(holding);
            healthy.push();
            busy.countDown();
            assertTrue(camera.stop());
            assertEquals(98, flooding.metrics().count(PipelineCounter.FRAMES_DROPPED_BUSY));
        }
        assertEquals(List.of("flood0", "flood1", "healthy0"), collector.labels());
    }
}
