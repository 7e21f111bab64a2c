package org.posestream.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FramePool;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBuffer;
import org.posestream.metrics.PipelineCounter;
import org.posestream.metrics.PipelineMetrics;
import org.posestream.metrics.Stage;
import org.posestream.pose.SkeletonTopology;
import org.posestream.source.FrameSource;
import org.posestream.source.SourceException;

@Timeout(60)
class FrameDoorTest {

    private static final long LATER = 1000;

    private final PipelineMetrics metrics = new PipelineMetrics();
    private final RingBuffer<FrameSlot> ring =
            RingBuffer.createMultiProducer(() -> new FrameSlot(people()), 64);
    private final AtomicLong now = new AtomicLong();
    private Runnable whileCopying = () -> { };
    private Runnable whilePreparing = () -> { };
    private final StubDetector detector = new StubDetector(1) {
        @Override
        public void prepare(FrameBuffer frame) {
            whilePreparing.run();
            super.prepare(frame);
        }
    };

    private final Degradation degradation =
            new Degradation(DegradationOptions.OFF.on(), true, metrics, line -> { });

    private static PersonBuffer people() {
        return new PersonBuffer(4, SkeletonTopology.COCO_17, SkeletonTopology.H36M_17);
    }

    private Camera camera(Freshness freshness, double maxFramesPerSecond) {
        CameraOptions options = new CameraOptions(freshness, maxFramesPerSecond, SupervisionOptions.DEFAULT);
        return new Camera(new CameraIdentity(3, "cam", () -> 1),
                new Admission(options, true, new DetectorSchedule(5, 1), metrics, degradation), new FramePool(2, 1),
                people());
    }

    private FrameDoor door(Camera camera) {
        return new FrameDoor(camera, detector, ring, now::get);
    }

    private FrameSource source() {
        return new StubSource(1_000_000) {
            @Override
            public void copyTo(FrameBuffer buffer) throws SourceException {
                super.copyTo(buffer);
                whileCopying.run();
            }
        };
    }

    private static void admit(FrameDoor door, FrameSource source, int frames) throws Exception {
        for (int i = 0; i < frames; i++) {
            assertTrue(source.advance());
            door.admit(source, 0);
        }
    }

    /** Numbers of the frames in the ring, in order. */
    private List<Long> inRing() {
        List<Long> sequences = new ArrayList<>();
        for (long position = 0; position <= ring.getCursor(); position++) {
            sequences.add(ring.get(position).sequence());
        }
        return sequences;
    }

    private void recycle(Camera camera, long position) {
        camera.pool().release(ring.get(position).unload());
    }

    /** From another thread, as the watch does it. */
    private static void shut(FrameDoor door) {
        Thread watch = new Thread(door::shut);
        watch.start();
        Stubs.unchecked(watch::join);
    }

    @Test
    void shouldDropTheNewestWhenAllBuffersAreUnderWay() throws Exception {
        Camera camera = camera(Freshness.LATEST, 0);
        FrameDoor door = door(camera);
        FrameSource source = source();
        admit(door, source, 5);
        recycle(camera, 0);
        admit(door, source, 1);
        assertEquals(List.of(0L, 1L, 5L), inRing());
        assertEquals(6, metrics.count(PipelineCounter.FRAMES_READ));
        assertEquals(3, metrics.count(PipelineCounter.FRAMES_DROPPED_BUSY));
    }

    @Test
    void shouldDropRatherThanWaitForAPlaceInTheRing() throws Exception {
        RingBuffer<FrameSlot> stuck = RingBuffer.createMultiProducer(() -> new FrameSlot(people()), 1);
        stuck.addGatingSequences(new Sequence(-1));
        Camera camera = camera(Freshness.EVERY, 0);
        admit(new FrameDoor(camera, detector, stuck, now::get), source(), 3);
        assertEquals(0, stuck.getCursor());
        assertEquals(2, metrics.count(PipelineCounter.FRAMES_DROPPED_BUSY));
        camera.pool().release(stuck.get(0).unload());
        assertTrue(camera.pool().isComplete());
    }

    @Test
    void shouldPayNothingForAFrameAboveTheRate() throws Exception {
        List<Integer> copied = new ArrayList<>();
        whileCopying = () -> copied.add(1);
        Camera camera = camera(Freshness.LATEST, 10);
        FrameDoor door = door(camera);
        FrameSource source = source();
        for (int i = 0; i < 12; i++) {
            admit(door, source, 1);
            if (i % 3 == 0) {
                recycle(camera, i / 3);
            }
        }
        assertEquals(4, copied.size());
        // Frames above the rate have no number: what counts frames, counts those that are wanted.
        assertEquals(List.of(0L, 1L, 2L, 3L), inRing());
        assertEquals(List.of(0L, 3L, 6L, 9L), List.of(frameOf(0), frameOf(1), frameOf(2), frameOf(3)));
        assertEquals(12, metrics.count(PipelineCounter.FRAMES_READ));
        assertEquals(8, metrics.count(PipelineCounter.FRAMES_DROPPED_RATE));
        assertEquals(0, metrics.count(PipelineCounter.FRAMES_DROPPED_BUSY));
    }

    private long frameOf(long position) {
        return ring.get(position).captureNanos() / StubSource.FRAME_NANOS;
    }

    @Test
    void shouldWaitForABufferWhereEveryFrameCounts() throws Exception {
        Camera camera = camera(Freshness.EVERY, 0);
        FrameDoor door = door(camera);
        FrameSource source = source();
        now.set(50);
        admit(door, source, 2);
        assertEquals(0, door.waitedUntilNanos(LATER), "it never waited");
        Thread reader = new Thread(() -> Stubs.unchecked(() -> admit(door, source, 1)));
        reader.start();
        awaitWaiting(door);
        now.set(700);
        recycle(camera, 0);
        reader.join();
        assertEquals(List.of(0L, 1L, 2L), inRing());
        assertEquals(700, door.waitedUntilNanos(LATER));
        assertEquals(0, metrics.count(PipelineCounter.FRAMES_DROPPED_BUSY));
    }

    @Test
    void shouldLetAnInterruptEndTheWaiting() throws Exception {
        Camera camera = camera(Freshness.EVERY, 0);
        FrameDoor door = door(camera);
        FrameSource source = source();
        admit(door, source, 2);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread reader = new Thread(() -> thrown.set(
                assertThrows(InterruptedException.class, () -> admit(door, source, 1))));
        reader.start();
        awaitWaiting(door);
        reader.interrupt();
        reader.join();
        assertTrue(thrown.get() instanceof InterruptedException);
        assertEquals(List.of(0L, 1L), inRing());
    }

    private static void awaitWaiting(FrameDoor door) {
        while (door.waitedUntilNanos(LATER) != LATER) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldAdmitNothingOnceShut() throws Exception {
        Camera camera = camera(Freshness.LATEST, 0);
        FrameDoor door = door(camera);
        shut(door);
        admit(door, source(), 3);
        assertEquals(List.of(), inRing());
        assertEquals(0, metrics.count(PipelineCounter.FRAMES_READ));
        assertTrue(camera.pool().isComplete());
    }

    @Test
    void shouldReplaceTheBufferOfAReaderThatHangsInItsCopy() throws Exception {
        Camera camera = camera(Freshness.LATEST, 0);
        FrameDoor hanging = door(camera);
        FrameSource source = source();
        whileCopying = () -> {
            shut(hanging);
            assertTrue(camera.pool().isComplete(), "the camera has all its permits again");
        };
        admit(hanging, source, 1);
        whileCopying = () -> { };
        admit(hanging, source, 3);
        assertEquals(List.of(), inRing());
        admit(door(camera), source(), 2);
        assertEquals(List.of(1L, 2L), inRing());
        assertEquals(3, metrics.count(PipelineCounter.FRAMES_READ));
    }

    @Test
    void shouldNotReplaceABufferThatTheNetworksMayStillUse() throws Exception {
        Camera camera = camera(Freshness.LATEST, 0);
        FrameDoor door = door(camera);
        whilePreparing = () -> {
            shut(door);
            assertFalse(camera.pool().isComplete());
        };
        admit(door, source(), 1);
        assertEquals(List.of(), inRing());
        assertTrue(camera.pool().isComplete());
    }

    @Test
    void shouldNotReturnABufferTwiceWhenTheCopyBreaksAfterwards() {
        Camera camera = camera(Freshness.LATEST, 0);
        FrameDoor door = door(camera);
        FrameSource source = new StubSource(10) {
            @Override
            public void copyTo(FrameBuffer buffer) throws SourceException {
                shut(door);
                throw new SourceException("planned");
            }
        };
        assertThrows(SourceException.class, () -> admit(door, source, 1));
        assertTrue(camera.pool().isComplete());
    }

    @Test
    void shouldReturnTheBufferWhenTheSourceBreaksInItsCopy() {
        Camera camera = camera(Freshness.LATEST, 0);
        FrameSource source = new StubSource(10) {
            @Override
            public void copyTo(FrameBuffer buffer) throws SourceException {
                throw new SourceException("planned");
            }
        };
        assertThrows(SourceException.class, () -> admit(door(camera), source, 1));
        assertTrue(camera.pool().isComplete());
        assertEquals(List.of(), inRing());
    }

    @Test
    void shouldLetNothingInAfterShuttingWhereverTheReaderIs() throws Exception {
        for (int round = 0; round < 200; round++) {
            Camera camera = camera(Freshness.LATEST, 0);
            FrameDoor door = door(camera);
            CountDownLatch begun = new CountDownLatch(1);
            Thread reader = new Thread(() -> Stubs.unchecked(() -> readAndRecycle(camera, door, begun)));
            reader.start();
            begun.await();
            for (int i = 0; i < round * 50; i++) {
                Thread.onSpinWait();
            }
            door.shut();
            long cursor = ring.getCursor();
            reader.join();
            assertEquals(cursor, ring.getCursor());
            assertTrue(camera.pool().isComplete());
        }
    }

    /** Works as reader and as recycling stage at once, until some time after the door was shut. */
    private void readAndRecycle(Camera camera, FrameDoor door, CountDownLatch begun) throws Exception {
        FrameSource source = source();
        int refused = 0;
        while (refused < 100) {
            long before = ring.getCursor();
            admit(door, source, 1);
            begun.countDown();
            if (ring.getCursor() > before) {
                recycle(camera, ring.getCursor());
            } else {
                refused++;
            }
        }
    }

    @Test
    void shouldBeginAnEpochWhenTheClockJumps() throws Exception {
        Camera camera = camera(Freshness.LATEST, 0);
        FrameDoor door = door(camera);
        FrameSource source = new StubSource(10) {
            @Override
            public boolean isDiscontinuous() {
                return current() == 1 || current() == 3;
            }
        };
        for (int i = 0; i < 2; i++) {
            admit(door, source, 1);
        }
        admit(door, source, 2); // Both are dropped, and a jump with them.
        recycle(camera, 0);
        admit(door, source, 1);
        assertEquals(List.of(0, 1, 2), List.of(ring.get(0).epoch(), ring.get(1).epoch(), ring.get(2).epoch()));
        assertTrue(ring.get(1).isDetectorDue() && ring.get(2).isDetectorDue());
        assertEquals(2, metrics.count(PipelineCounter.CLOCK_JUMPS));
    }

    @Test
    void shouldCountThePacketsThatEachOpenedSourceCouldNotDecode() throws Exception {
        Camera camera = camera(Freshness.LATEST, 0);
        for (int opened = 0; opened < 2; opened++) {
            admit(door(camera), new StubSource(10) {
                @Override
                public long brokenPackets() {
                    return 3 + current() / 2 * 4;
                }
            }, 4); // 3, 3, 7 and 7
        }
        assertEquals(14, metrics.count(PipelineCounter.PACKETS_BROKEN));
    }

    @Test
    void shouldBeginAnEpochWhenAFileIsOpenedAgainAndNotWhenACameraIs() throws Exception {
        Camera camera = camera(Freshness.LATEST, 0);
        admit(door(camera), source(), 1);
        admit(door(camera), source(), 1);
        recycle(camera, 0);
        recycle(camera, 1);
        admit(door(camera), new StubSource(3) {
            @Override
            public boolean isLive() {
                return true;
            }
        }, 1);
        assertEquals(List.of(0, 1, 1), List.of(ring.get(0).epoch(), ring.get(1).epoch(), ring.get(2).epoch()));
        assertEquals(0, metrics.count(PipelineCounter.CLOCK_JUMPS));
    }

    /** Lets every frame of a long time be late, so that everything is given up. */
    private void giveEverythingUp() {
        for (int second = 0; second <= 30; second++) {
            degradation.published(true, second * 1_000_000_000L);
        }
        assertEquals(DegradationStep.LOWER_RATE, degradation.step());
    }

    @Test
    void shouldLetInEveryOtherFrameWhenTheRateIsHalved() throws Exception {
        giveEverythingUp();
        Camera camera = camera(Freshness.LATEST, 0);
        FrameDoor door = door(camera);
        FrameSource source = source();
        for (int i = 0; i < 4; i++) {
            admit(door, source, 2);
            recycle(camera, i);
        }
        assertEquals(List.of(0L, 1L, 2L, 3L), inRing());
        assertEquals(List.of(0L, 2L, 4L, 6L), List.of(frameOf(0), frameOf(1), frameOf(2), frameOf(3)));
        assertEquals(4, metrics.count(PipelineCounter.FRAMES_DROPPED_DEGRADED));
        assertEquals(0, metrics.count(PipelineCounter.FRAMES_DROPPED_BUSY));
        assertTrue(ring.get(3).isLighterPose());
    }

    @Test
    void shouldGiveNothingUpWhereEveryFrameCounts() throws Exception {
        giveEverythingUp();
        Camera camera = camera(Freshness.EVERY, 0);
        FrameDoor door = door(camera);
        FrameSource source = source();
        for (int i = 0; i < 11; i++) {
            admit(door, source, 1);
            recycle(camera, i);
        }
        assertEquals(0, metrics.count(PipelineCounter.FRAMES_DROPPED_DEGRADED));
        assertFalse(ring.get(1).isLighterPose());
        assertTrue(ring.get(1).isDetectorDue(), "nobody is in sight, and the detector looks into every such frame");
    }

    @Test
    void shouldStampEachFrame() throws Exception {
        now.set(100);
        whileCopying = () -> now.addAndGet(20);
        whilePreparing = () -> now.addAndGet(3);
        Camera camera = camera(Freshness.LATEST, 0);
        FrameSource source = source();
        assertTrue(source.advance());
        door(camera).admit(source, 1000);
        FrameSlot slot = ring.get(0);
        assertEquals(100, slot.decodedNanos());
        assertEquals(100, slot.admittedNanos());
        assertEquals(123, slot.stageEndNanos(Stage.DECODE));
        assertEquals(1023, slot.stageNanos(Stage.DECODE));
    }
}
