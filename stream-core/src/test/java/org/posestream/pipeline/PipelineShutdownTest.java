package org.posestream.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PipelineShutdownTest {

    private static final Duration SHORT = Duration.ofMillis(100);

    private final StubDetector detector = new StubDetector(1);
    private final StubEstimator estimator = new StubEstimator(4);
    private final StubLifter lifter = new StubLifter();
    private final PipelineComponents components = new PipelineComponents(detector, estimator, Optional.of(lifter));
    private final Stubs.Collector collector = new Stubs.Collector();
    private Set<Thread> before;

    @BeforeEach
    void rememberThreads() {
        before = Thread.getAllStackTraces().keySet();
    }

    @AfterEach
    void shouldLeaveNoThread() throws InterruptedException {
        for (Thread thread : newThreads()) {
            thread.join(20_000);
            assertFalse(thread.isAlive(), () -> thread.getName() + " is left");
        }
    }

    @Test
    void shouldCloseNetworksAndEndThreads() throws Exception {
        PosePipeline pipeline = Stubs.started(components, collector);
        pipeline.add("file", StubSource.file(1_000_000_000));
        StubSource camera = StubSource.camera();
        pipeline.add("camera", camera);
        camera.push();
        pipeline.close();
        assertEquals(List.of(), newThreads());
        assertFalse(pipeline.hasLeaked());
        assertTrue(camera.isClosed());
        assertTrue(detector.closed && estimator.closed && lifter.closed);
        pipeline.close();
    }

    @Test
    void shouldCloseNetworksThatNeverStarted() {
        PosePipeline pipeline = new PosePipeline(components, Stubs.OPTIONS, List.of());
        pipeline.close();
        assertTrue(detector.closed && estimator.closed && lifter.closed);
        assertFalse(pipeline.hasLeaked());
    }

    @Test
    void shouldCloseNetworksLastFirst() {
        List<String> order = new ArrayList<>();
        PipelineComponents noisy = new PipelineComponents(
                new StubDetector(1) {
                    @Override
                    public void close() {
                        order.add("detector");
                    }
                },
                new StubEstimator(1) {
                    @Override
                    public void close() {
                        order.add("estimator");
                        throw new IllegalStateException("planned");
                    }
                },
                Optional.of(new StubLifter() {
                    @Override
                    public void close() {
                        order.add("lifter");
                    }
                }));
        new PosePipeline(noisy, Stubs.OPTIONS, List.of()).close();
        assertEquals(List.of("lifter", "estimator", "detector"), order);
    }

    @Test
    void shouldAbandonASourceThatDoesNotReact() throws Exception {
        CountDownLatch cable = new CountDownLatch(1);
        CountDownLatch reading = new CountDownLatch(1);
        StubSource deaf = deafSource(reading, cable);
        PosePipeline pipeline = Stubs.started(components, Stubs.OPTIONS.withCloseTimeout(SHORT), collector);
        pipeline.add("deaf", deaf);
        Stubs.await(reading);
        pipeline.close();
        assertTrue(pipeline.hasLeaked());
        assertTrue(deaf.isInterrupted());
        assertFalse(deaf.isClosed(), "its own thread may still be in it");
        assertTrue(detector.closed, "no frame was under way");
        cable.countDown();
    }

    @Test
    void shouldGiveTheNameOfAnAbandonedSourceToTheNext() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch cable = new CountDownLatch(1);
        PosePipeline pipeline = Stubs.started(components, Stubs.OPTIONS.withCloseTimeout(SHORT), collector);
        CameraReader deaf = pipeline.add("cam", deafSource(reading, cable));
        Stubs.await(reading);
        assertFalse(deaf.stop());
        CameraReader next = pipeline.add("cam", StubSource.file(3));
        cable.countDown();
        assertTrue(deaf.awaitEnd(Stubs.LONG));
        assertTrue(next.awaitEnd(Stubs.LONG));
        pipeline.close();
        assertEquals(List.of(0L, 1L, 2L), collector.sequences("cam"));
        assertTrue(pipeline.hasLeaked());
    }

    @Test
    void shouldNotCountAnAbandonedCameraAndTakeItsBuffersHomeLater() throws Exception {
        CountDownLatch hang = new CountDownLatch(1);
        CountDownLatch hanging = new CountDownLatch(1);
        StubDetector stuck = new StubDetector(1) {
            @Override
            void before(List<String> frames) throws Exception {
                hanging.countDown();
                Stubs.await(hang);
            }
        };
        PosePipeline pipeline = Stubs.started(Stubs.components(stuck, estimator),
                Stubs.OPTIONS.withCloseTimeout(SHORT).withMaxCameras(1), collector);
        CameraReader first = pipeline.add("first", StubSource.file(10));
        Stubs.await(hanging);
        assertFalse(first.stop());
        assertTrue(first.awaitEnd(Stubs.LONG));
        CameraReader second = pipeline.add("second", StubSource.file(3));
        hang.countDown();
        assertTrue(second.awaitEnd(Stubs.LONG));
        pipeline.close();
        // The stop may come before the reader has used its second permit.
        List<Long> passed = collector.sequences("first");
        assertTrue(passed.equals(List.of(0L)) || passed.equals(List.of(0L, 1L)), "at most its permits: " + passed);
        assertEquals(List.of(0L, 1L, 2L), collector.sequences("second"));
        assertFalse(pipeline.hasLeaked());
        assertTrue(stuck.closed);
    }

    @Test
    void shouldStopSourcesAllAtOnce() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        PosePipeline pipeline = Stubs.started(components, collector);
        pipeline.add("first", endingTogether(first, second));
        pipeline.add("second", endingTogether(second, first));
        pipeline.close();
        assertFalse(pipeline.hasLeaked());
    }

    @Test
    void shouldLeakNetworksRatherThanFreeThemInUse() throws Exception {
        CountDownLatch hang = new CountDownLatch(1);
        CountDownLatch hanging = new CountDownLatch(1);
        StubDetector stuck = new StubDetector(1) {
            @Override
            void before(List<String> frames) throws Exception {
                hanging.countDown();
                Stubs.await(hang);
            }
        };
        PosePipeline pipeline = Stubs.started(Stubs.components(stuck, estimator),
                Stubs.OPTIONS.withCloseTimeout(SHORT), collector);
        pipeline.add("f", StubSource.file(10));
        Stubs.await(hanging);
        pipeline.close();
        assertTrue(pipeline.hasLeaked());
        assertFalse(stuck.closed);
        assertFalse(estimator.closed);
        hang.countDown();
    }

    /** A source that ends only when the other one has been told to end too. */
    private static StubSource endingTogether(CountDownLatch own, CountDownLatch other) {
        return new StubSource(1) {
            @Override
            public boolean advance() {
                Stubs.unchecked(() -> Stubs.await(other));
                return false;
            }

            @Override
            public void interrupt() {
                own.countDown();
            }
        };
    }

    private static StubSource deafSource(CountDownLatch reading, CountDownLatch cable) {
        return new StubSource(1) {
            @Override
            public boolean advance() {
                reading.countDown();
                Stubs.awaitDeaf(cable);
                return true;
            }
        };
    }

    private List<Thread> newThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> thread.getName().startsWith("stage-") || thread.getName().startsWith("reader-"))
                .toList();
    }
}
