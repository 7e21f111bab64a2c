package org.posestream.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.lmax.disruptor.RingBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FramePool;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBuffer;
import org.posestream.metrics.PipelineMetrics;
import org.posestream.pose.SkeletonTopology;
import org.posestream.source.SourceException;
import org.posestream.source.SourceOpener;

@Timeout(60)
class ReaderThreadTest {

    private final AtomicInteger ends = new AtomicInteger();

    private ReaderThread reader(SourceOpener opener) {
        PersonBuffer people = new PersonBuffer(1, SkeletonTopology.COCO_17, SkeletonTopology.H36M_17);
        Camera camera = new Camera(Stubs.identity("cam"), Stubs.admission(CameraOptions.DEFAULT, new PipelineMetrics()),
                new FramePool(2, 1), people);
        RingBuffer<FrameSlot> ring = RingBuffer.createMultiProducer(() -> new FrameSlot(people), 8);
        return new ReaderThread("cam", opener, new FrameDoor(camera, new StubDetector(1), ring, System::nanoTime),
                System::nanoTime, ends::incrementAndGet);
    }

    private static void runToItsEnd(ReaderThread reader) {
        reader.start();
        assertTrue(reader.awaitEnd(System.nanoTime() + Stubs.LONG.toNanos()));
        assertTrue(reader.hasEnded());
    }

    @Test
    void shouldReadToTheEndAndCloseItsSource() {
        StubSource source = new StubSource(3) {
            @Override
            public Optional<String> endReason() {
                return Optional.of("switched off");
            }
        };
        ReaderThread reader = reader(() -> source);
        runToItsEnd(reader);
        assertEquals(3, reader.framesRead());
        assertTrue(source.isClosed());
        assertNull(reader.failure());
        assertEquals(Optional.of("switched off"), reader.endReason());
        assertEquals(1, ends.get());
    }

    @Test
    void shouldHaveEndedEvenWhenItsSourceCannotBeClosed() {
        ReaderThread reader = reader(() -> new StubSource(1) {
            @Override
            public void close() {
                throw new OutOfMemoryError("planned");
            }
        });
        runToItsEnd(reader);
        assertNull(reader.failure());
        assertEquals(1, ends.get());
    }

    @Test
    void shouldTellOfAnOpenerThatGivesNothing() {
        ReaderThread reader = reader(() -> null);
        runToItsEnd(reader);
        assertEquals("the opener gave no source", reader.failure().getMessage());
    }

    @Test
    void shouldInterruptItsOpenerAndTakeThatForNoFailure() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        ReaderThread reader = reader(() -> {
            opening.countDown();
            try {
                new CountDownLatch(1).await();
                return StubSource.file(1);
            } catch (InterruptedException e) {
                throw new SourceException("interrupted");
            }
        });
        reader.start();
        Stubs.await(opening);
        reader.requestStop();
        assertTrue(reader.awaitEnd(System.nanoTime() + Stubs.LONG.toNanos()));
        assertNull(reader.failure());
    }

    @Test
    void shouldCloseASourceThatWasOpenedTooLate() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch network = new CountDownLatch(1);
        StubSource source = new StubSource(3);
        ReaderThread reader = reader(() -> {
            opening.countDown();
            Stubs.awaitDeaf(network);
            return source;
        });
        reader.start();
        Stubs.await(opening);
        reader.abandon();
        network.countDown();
        assertTrue(reader.awaitEnd(System.nanoTime() + Stubs.LONG.toNanos()));
        assertEquals(0, reader.framesRead());
        assertTrue(source.isClosed());
    }

    @Test
    void shouldNotHoldTheTimeThatItWaitedForTheStagesAgainstItsSource() {
        AtomicLong now = new AtomicLong();
        AtomicReference<ReaderThread> reader = new AtomicReference<>();
        List<Long> silences = new ArrayList<>();
        PersonBuffer people = new PersonBuffer(1, SkeletonTopology.COCO_17, SkeletonTopology.H36M_17);
        CameraOptions everyFrame = new CameraOptions(Freshness.EVERY, 0, SupervisionOptions.DEFAULT);
        Camera camera = new Camera(Stubs.identity("cam"), Stubs.admission(everyFrame, new PipelineMetrics()),
                new FramePool(1, 1), people);
        RingBuffer<FrameSlot> ring = RingBuffer.createMultiProducer(() -> new FrameSlot(people), 8);
        FrameDoor door = new FrameDoor(camera, new StubDetector(1), ring, now::get);
        StubSource source = new StubSource(2) {
            @Override
            public void copyTo(FrameBuffer buffer) throws SourceException {
                silences.add(reader.get().silentNanos(now.get()));
            }
        };
        reader.set(new ReaderThread("cam", () -> source, door, now::get, ends::incrementAndGet));
        reader.get().start();
        while (door.waitedUntilNanos(1) != 1) {
            Thread.onSpinWait(); // The only buffer is under way.
        }
        now.set(10_000_000_000L);
        assertEquals(0, reader.get().silentNanos(now.get()));
        camera.pool().release(ring.get(0).unload());
        assertTrue(reader.get().awaitEnd(System.nanoTime() + Stubs.LONG.toNanos()));
        assertEquals(List.of(0L, 0L), silences);
    }
}
