package org.posestream.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FrameSlot;
import org.posestream.metrics.PipelineCounter;
import org.posestream.metrics.Stage;
import org.posestream.source.SourceException;

@Timeout(60)
class PipelineFailureTest {

    private final Stubs.Collector collector = new Stubs.Collector();

    @Test
    void shouldGoOnAfterADetectorThatThrows() throws Exception {
        StubDetector detector = new StubDetector(1) {
            @Override
            void before(List<String> frames) {
                if (frames.contains("f5")) {
                    throw new AssertionError("planned");
                }
            }
        };
        assertOnlyMissing(5, Stubs.components(detector, new StubEstimator(4)));
    }

    @Test
    void shouldGoOnAfterAFailureThatCannotEvenBeTold() throws Exception {
        StubDetector detector = new StubDetector(1) {
            @Override
            void before(List<String> frames) {
                if (frames.contains("f5")) {
                    throw new UntellableException();
                }
            }
        };
        assertOnlyMissing(5, Stubs.components(detector, new StubEstimator(4)));
    }

    @Test
    void shouldGoOnAfterAnEstimatorThatRunsOutOfMemory() throws Exception {
        StubEstimator estimator = new StubEstimator(1) {
            @Override
            void before(List<String> frames) {
                if (frames.contains("f4")) {
                    throw new OutOfMemoryError("planned");
                }
            }
        };
        assertOnlyMissing(4, Stubs.components(new StubDetector(1), estimator));
    }

    @Test
    void shouldGoOnAfterALifterThatThrows() throws Exception {
        StubLifter lifter = new StubLifter() {
            @Override
            void before(List<String> frames) {
                if (frames.contains("f3")) {
                    throw new IllegalStateException("planned");
                }
            }

            @Override
            public int maxBatch() {
                return 1;
            }
        };
        assertOnlyMissing(3, new PipelineComponents(new StubDetector(1), new StubEstimator(4), Optional.of(lifter)));
    }

    @Test
    void shouldGoOnAfterAFrameThatCannotBeCopied() throws Exception {
        StubSource source = new StubSource(10) {
            @Override
            public void copyTo(FrameBuffer buffer) throws SourceException {
                if (current() == 2) {
                    throw new IllegalArgumentException("planned");
                }
                super.copyTo(buffer);
            }
        };
        try (PosePipeline pipeline = Stubs.started(walker(), collector)) {
            CameraReader reader = pipeline.add("f", source);
            assertTrue(reader.awaitEnd(Stubs.LONG));
            assertEquals(Optional.empty(), reader.failure());
            assertEquals(1, pipeline.metrics().count(PipelineCounter.FRAMES_FAILED));
            assertEquals(9, pipeline.metrics().count(PipelineCounter.FRAMES_PUBLISHED));
        }
    }

    @Test
    void shouldFailEveryFrameOfADetectorBatchAndNoOther() throws Exception {
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        StubDetector detector = new StubDetector(4) {
            @Override
            void before(List<String> frames) throws Exception {
                if (frames.contains("a0")) {
                    holding.countDown();
                    Stubs.await(busy);
                } else {
                    throw new IllegalStateException("planned");
                }
            }
        };
        PosePipeline pipeline = Stubs.started(Stubs.components(detector, new StubEstimator(4)), collector);
        for (String name : List.of("a", "b", "c", "d")) {
            StubSource camera = StubSource.camera();
            pipeline.add(name, camera);
            camera.push();
            Stubs.await(holding);
        }
        busy.countDown();
        pipeline.close();
        assertEquals(3, pipeline.metrics().count(PipelineCounter.FRAMES_FAILED));
        assertEquals(1, pipeline.metrics().count(PipelineCounter.FRAMES_PUBLISHED));
        assertFalse(pipeline.hasLeaked());
        assertEquals(List.of("a0"), collector.labels());
    }

    @Test
    void shouldFailEveryFrameOfAPersonBatchAndNoOther() {
        FrameSlot[] slots = IntStream.range(0, 4).mapToObj(PipelineFailureTest::slot).toArray(FrameSlot[]::new);
        addPeople(slots[0], 1);
        addPeople(slots[1], 3); // Shares batches with 0 and, after a skip of its third person, with nobody.
        addPeople(slots[3], 2);
        List<List<String>> batches = new ArrayList<>();
        PersonStage stage = new PersonStage(Stage.LIFT, 4, 2, batch -> {
            batches.add(Stubs.labels(batch));
            if (batches.size() == 1) {
                throw new AssertionError("planned");
            }
        });
        stage.process(slots, 4);
        assertEquals(List.of(List.of("s0", "s1"), List.of("s3")), batches);
        assertEquals(List.of(false, false, true, true),
                Arrays.stream(slots).map(FrameSlot::isLive).toList());
        assertEquals(Stage.LIFT, slots[1].failedStage());
    }

    @Test
    void shouldCountPublishersThatThrowAndServeTheOthers() throws Exception {
        PosePublisher broken = (frame, pixels) -> {
            throw new IOException("disk full");
        };
        try (PosePipeline pipeline = Stubs.started(walker(), broken, collector)) {
            assertTrue(pipeline.add("f", StubSource.file(10)).awaitEnd(Stubs.LONG));
            assertEquals(10, pipeline.metrics().count(PipelineCounter.PUBLISH_FAILURES));
            assertEquals(10, pipeline.metrics().count(PipelineCounter.FRAMES_PUBLISHED));
        }
        assertEquals(10, collector.frames.size());
    }

    @Test
    void shouldTellWhyASourceBroke() throws Exception {
        StubSource source = new StubSource(10) {
            @Override
            public boolean advance() throws SourceException {
                if (current() == 1) {
                    throw new SourceException("the cable was pulled");
                }
                return super.advance();
            }
        };
        try (PosePipeline pipeline = Stubs.started(walker(), collector)) {
            CameraReader reader = pipeline.add("f", source);
            assertTrue(reader.awaitEnd(Stubs.LONG));
            assertEquals("the cable was pulled", reader.failure().orElseThrow().getMessage());
            assertTrue(source.isClosed());
        }
        assertEquals(List.of(0L, 1L), collector.sequences("f"));
    }

    @Test
    void shouldGiveTheBufferBackWhenASourceBreaksWhileCopying() throws Exception {
        StubSource source = new StubSource(10) {
            @Override
            public void copyTo(FrameBuffer buffer) throws SourceException {
                throw new SourceException("no pixels");
            }
        };
        PosePipeline pipeline = Stubs.started(walker(), collector);
        CameraReader reader = pipeline.add("f", source);
        assertTrue(reader.awaitEnd(Stubs.LONG), "all buffers are home");
        assertEquals("no pixels", reader.failure().orElseThrow().getMessage());
        pipeline.close();
        assertFalse(pipeline.hasLeaked());
    }

    private void assertOnlyMissing(long failed, PipelineComponents components) throws Exception {
        try (PosePipeline pipeline = Stubs.started(components, collector)) {
            assertTrue(pipeline.add("f", StubSource.file(12)).awaitEnd(Stubs.LONG));
            assertEquals(1, pipeline.metrics().count(PipelineCounter.FRAMES_FAILED));
            assertEquals(11, pipeline.metrics().count(PipelineCounter.FRAMES_PUBLISHED));
        }
        assertEquals(IntStream.range(0, 12).filter(i -> i != failed).asLongStream().boxed().toList(),
                collector.sequences("f"));
    }

    /** Breaks whoever reports it, which is the last stage. */
    private static final class UntellableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String toString() {
            throw new IllegalStateException("planned");
        }
    }

    private static PipelineComponents walker() {
        return Stubs.components(new StubDetector(1), new StubEstimator(4));
    }

    private static FrameSlot slot(int number) {
        FrameSlot slot = new FrameSlot(walker().newPeople(4));
        slot.load("s", 0, number, 0, new FrameBuffer(0));
        return slot;
    }

    private static void addPeople(FrameSlot slot, int count) {
        for (int i = 0; i < count; i++) {
            slot.people().add(0, 0, 1, 1, 1);
        }
    }
}
