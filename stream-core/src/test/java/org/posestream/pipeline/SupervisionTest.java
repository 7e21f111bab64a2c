package org.posestream.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
    void shouldNotGiveIdsAgainToACameraThatComesBackUnderItsName() throws Exception {
        try (PosePipeline pipeline = Stubs.started(walker(), collector)) {
            for (int time = 0; time < 3; time++) {
                CameraSupervisor camera = pipeline.supervise("hall", this::openCamera, EVERY);
                nextOpened().push();
                assertTrue(camera.stop());
            }
        }
        assertEquals(List.of(1L, 2L, 3L),
                collector.frames.stream().map(frame -> frame.people().get(0).id()).toList());
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

    @Test
    void shouldLetNothingOfAnAbandonedReaderIn() throws Exception {
        CountDownLatch cable = new CountDownLatch(1);
        StubSource deaf = deaf(cable);
        AtomicBoolean first = new AtomicBoolean(true);
        PosePipeline pipeline = Stubs.started(walker(), collector);
        CameraSupervisor camera = pipeline.supervise("hall",
                () -> first.getAndSet(false) ? deaf : openCamera(), withTimeouts(50));
        StubSource second = nextOpened();
        assertEquals(1, camera.status().abandonedReaders());
        assertEquals(1, camera.metrics().count(PipelineCounter.READERS_ABANDONED));
        assertFalse(deaf.isClosed(), "its own thread may still be in it");
        cable.countDown();
        deaf.awaitClosed();
        second.push();
        assertTrue(camera.stop());
        assertEquals(1, camera.metrics().count(PipelineCounter.FRAMES_READ));
        assertEquals(List.of(0L), collector.sequences("hall"));
        pipeline.close();
        assertFalse(pipeline.hasLeaked(), "it has ended by itself");
    }

    @Test
    void shouldCloseInTimeWithReadersThatHangAndTellOfTheLeak() throws Exception {
        CountDownLatch cable = new CountDownLatch(1);
        StubDetector detector = new StubDetector(1);
        PosePipeline pipeline = Stubs.started(Stubs.components(detector, new StubEstimator(4)),
                Stubs.OPTIONS.withCloseTimeout(Duration.ofSeconds(2)), collector);
        List<StubSource> sources = List.of(deaf(cable), deaf(cable), deaf(cable));
        for (StubSource source : sources) {
            pipeline.supervise("deaf" + sources.indexOf(source), () -> source, CameraOptions.DEFAULT);
            source.awaitAsked();
        }
        pipeline.close();
        assertTrue(pipeline.hasLeaked());
        assertTrue(detector.closed, "no frame was under way");
        assertEquals(List.of(), pipeline.supervisors());
        cable.countDown();
        for (StubSource source : sources) {
            source.awaitClosed();
        }
        assertEquals(List.of(), collector.frames);
    }

    @Test
    void shouldFinishTheFramesUnderWayOfARemovedCamera() throws Exception {
        CountDownLatch hang = new CountDownLatch(1);
        CountDownLatch hanging = new CountDownLatch(1);
        StubDetector slow = new StubDetector(1) {
            @Override
            void before(List<String> frames) throws Exception {
                hanging.countDown();
                Stubs.await(hang);
            }
        };
        try (PosePipeline pipeline = Stubs.started(Stubs.components(slow, new StubEstimator(4)),
                Stubs.OPTIONS.withCloseTimeout(Duration.ofMillis(100)), collector)) {
            CameraSupervisor camera = pipeline.supervise("hall", this::openCamera, CameraOptions.DEFAULT);
            nextOpened().push();
            Stubs.await(hanging);
            assertFalse(camera.stop(), "its frame is still under way");
            assertEquals(1, pipeline.cameraCount());
            pipeline.supervise("hall", this::openCamera, CameraOptions.DEFAULT);
            hang.countDown();
            assertTrue(camera.stop());
            assertEquals(List.of(0L), collector.sequences("hall"));
            assertEquals(1, pipeline.supervisors().size(), "the namesake stays");
        }
    }

    @Test
    void shouldForgetAThousandCamerasThatCameAndWent() throws Exception {
        List<WeakReference<CameraSupervisor>> gone = new ArrayList<>();
        List<StubSource> sources = new ArrayList<>();
        try (PosePipeline pipeline = Stubs.started(walker(), collector)) {
            for (int i = 0; i < 1000; i++) {
                CameraSupervisor camera = pipeline.supervise("cam" + i % 3, this::openCamera, CameraOptions.DEFAULT);
                sources.add(nextOpened());
                sources.get(i).push();
                assertTrue(camera.stop());
                gone.add(new WeakReference<>(camera));
            }
            assertEquals(0, pipeline.cameraCount());
            assertEquals(List.of(), pipeline.supervisors());
            assertEquals(1000, pipeline.metrics().count(PipelineCounter.FRAMES_PUBLISHED));
            assertTrue(sources.stream().allMatch(StubSource::isClosed));
            assertEquals(List.of(), Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                    .filter(name -> name.startsWith("reader-cam")).toList());
            assertTrue(areCollected(gone), "something still holds cameras");
        }
    }

    private static boolean areCollected(List<WeakReference<CameraSupervisor>> gone) {
        for (int i = 0; i < 20; i++) {
            System.gc();
            // The newest may still lie in a stage's local variables.
            if (gone.stream().filter(camera -> camera.get() != null).count() <= 1) {
                return true;
            }
        }
        return false;
    }

    private static CameraOptions withTimeouts(int millis) {
        Duration timeout = Duration.ofMillis(millis);
        return new CameraOptions(Freshness.LATEST, 0,
                new SupervisionOptions(timeout, Stubs.LONG, timeout, 3, Duration.ofSeconds(60)));
    }

    /** A source whose first frame comes when the cable is plugged in, and that hears no interrupt before. */
    private static StubSource deaf(CountDownLatch cable) {
        return new StubSource(1) {
            @Override
            public boolean advance() {
                asked();
                Stubs.awaitDeaf(cable);
                return true;
            }
        };
    }
}
