package org.posestream.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.metrics.PipelineCounter;
import org.posestream.source.FrameSource;
import org.posestream.source.SourceOpener;

/** Supervised cameras in a real pipeline; the states themselves are tested without threads. */
@Timeout(60)
class SupervisionTest {

    private static final CameraOptions EVERY =
            new CameraOptions(Freshness.EVERY, 0, SupervisionOptions.DEFAULT);

    private final Stubs.Collector collector = new Stubs.Collector();
    private final BlockingQueue<StubSource> opened = new LinkedBlockingQueue<>();

    private volatile int framesBefore;

    private FrameSource openCamera() {
        StubSource source = StubSource.camera(framesBefore);
        opened.add(source);
        return source;
    }

    private StubSource nextOpened() throws InterruptedException {
        StubSource source = opened.poll(20, TimeUnit.SECONDS);
        assertTrue(source != null, "the source was not opened");
        return source;
    }

    private static PipelineComponents walker() {
        return Stubs.components(new StubDetector(1), new StubEstimator(4));
    }

    @Test
    void shouldKeepNumbersIdentitiesAndCountersOverAReconnect() throws Exception {
        try (PosePipeline pipeline = Stubs.started(walker(), collector)) {
            CameraSupervisor camera = pipeline.supervise("hall", this::openCamera, EVERY);
            StubSource first = nextOpened();
            first.push();
            first.push();
            framesBefore = 2;
            first.end();
            StubSource second = nextOpened();
            assertTrue(first.isClosed());
            second.push();
            second.push();
            assertEquals(4, camera.metrics().count(PipelineCounter.FRAMES_READ));
            assertTrue(camera.stop());
            assertEquals(4, pipeline.metrics().count(PipelineCounter.FRAMES_READ));
            assertEquals(CameraState.STOPPED, camera.status().state());
            assertEquals(Optional.of("the stream ended"), camera.status().lastError());
        }
        assertEquals(List.of(0L, 1L, 2L, 3L), collector.sequences("hall"));
    }

    @Test
    void shouldPauseAndResumeWhileOthersRun() throws Exception {
        try (PosePipeline pipeline = Stubs.started(walker(), collector)) {
            CameraSupervisor camera = pipeline.supervise("hall", this::openCamera, CameraOptions.DEFAULT);
            StubSource first = nextOpened();
            pipeline.supervise("yard", this::openCamera, CameraOptions.DEFAULT);
            StubSource other = nextOpened();
            first.push();
            framesBefore = 1;
            camera.pause();
            assertEquals(CameraState.PAUSED, camera.status().state());
            other.push();
            camera.resume();
            nextOpened().push();
            assertTrue(first.isClosed());
            assertFalse(other.isClosed());
        }
        assertEquals(List.of(0L, 1L), collector.sequences("hall"));
        assertEquals(List.of(0L), collector.sequences("yard"));
    }

    @Test
    void shouldRefuseNamesInUseAndTooManyAndFreeThemWhenStopped() throws Exception {
        try (PosePipeline pipeline = Stubs.started(walker(), Stubs.OPTIONS.withMaxCameras(2), collector)) {
            CameraSupervisor hall = pipeline.supervise("hall", this::openCamera, CameraOptions.DEFAULT);
            pipeline.supervise("yard", this::openCamera, CameraOptions.DEFAULT);
            assertEquals(List.of("hall", "yard"),
                    pipeline.supervisors().stream().map(CameraSupervisor::name).toList());
            assertThrows(IllegalArgumentException.class,
                    () -> pipeline.supervise("hall", this::openCamera, CameraOptions.DEFAULT));
            assertThrows(IllegalArgumentException.class, () -> pipeline.add("hall", StubSource.file(1)));
            assertThrows(IllegalStateException.class,
                    () -> pipeline.supervise("gate", this::openCamera, CameraOptions.DEFAULT));
            assertTrue(hall.stop());
            pipeline.supervise("hall", this::openCamera, CameraOptions.DEFAULT);
            assertEquals(2, pipeline.supervisors().size());
        }
    }

    @Test
    void shouldTellWhyASourceCannotBeOpened() throws Exception {
        BlockingQueue<Integer> tries = new LinkedBlockingQueue<>();
        SourceOpener broken = () -> {
            tries.add(1);
            throw new OutOfMemoryError("planned");
        };
        try (PosePipeline pipeline = Stubs.started(walker(), collector)) {
            CameraSupervisor camera = pipeline.supervise("hall", broken, CameraOptions.DEFAULT);
            for (int i = 0; i < 2; i++) {
                assertTrue(tries.poll(20, TimeUnit.SECONDS) != null, "it is not tried again");
            }
            assertEquals(Optional.of("java.lang.OutOfMemoryError: planned"), camera.status().lastError());
        }
    }
}
