package org.posestream.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBatch;
import org.posestream.inference.TestNetworks;
import org.posestream.lift.PoseLifter;
import org.posestream.pose.PersonPose;
import org.posestream.pose.SkeletonTopology;
import org.posestream.track.PersonTracker;
import org.posestream.track.TrackSnapshot;

@Timeout(60)
class DeterminismTest {

    @Test
    void shouldGiveTheSameResultWhateverThreadIsFaster() throws Exception {
        List<String> first = run(1, new StubLifter());
        for (int seed = 2; seed < 8; seed++) {
            assertEquals(first, run(seed, new StubLifter()));
        }
    }

    @Test
    void shouldGiveTheSameResultWithALifterThatRemembers() throws Exception {
        List<String> first = run(1, temporalLifter());
        for (int seed = 2; seed < 8; seed++) {
            assertEquals(first, run(seed, temporalLifter()));
        }
    }

    @Test
    void shouldLiftFramesThatComeAtOnceAsIfTheyCameOneByOne() throws Exception {
        FrameSlot[] atOnce = framesOfSomebody(4);
        FrameSlot[] oneByOne = framesOfSomebody(4);
        try (PoseLifter lifter = temporalLifter()) {
            PersonStage.lifting(lifter).process(atOnce, 4);
        }
        try (PoseLifter lifter = temporalLifter()) {
            for (FrameSlot slot : oneByOne) {
                PersonStage.lifting(lifter).process(new FrameSlot[] {slot}, 1);
            }
        }
        for (int t = 0; t < 4; t++) {
            assertArrayEquals(oneByOne[t].people().joints3d(), atOnce[t].people().joints3d(), "frame " + t);
        }
        assertNotEquals(atOnce[0].people().joints3d()[0], atOnce[1].people().joints3d()[0], "nothing was remembered");
    }

    private static PoseLifter temporalLifter() {
        return PoseLifter.of(TestNetworks.open("lifter-temporal", 4), SkeletonTopology.COCO_17, 8);
    }

    /** Somebody who stands still, tracked. */
    private static FrameSlot[] framesOfSomebody(int count) {
        FrameSlot[] slots = new FrameSlot[count];
        PersonTracker tracker = new PersonTracker(SkeletonTopology.COCO_17, 2);
        for (int t = 0; t < count; t++) {
            slots[t] = frameOfSomebody(t, t * StubSource.FRAME_NANOS);
            tracker.assign(slots[t].people(), slots[t].captureNanos());
        }
        return slots;
    }

    @Test
    void shouldNeverUseTracksOfAFrameStillUnderWay() {
        SnapshotHistory history = new SnapshotHistory(3);
        assertEquals(TrackSnapshot.EMPTY, history.newest(0));
        TrackSnapshot[] snapshots = new TrackSnapshot[6];
        for (int i = 0; i < snapshots.length; i++) {
            snapshots[i] = snapshotOfSomebody(i);
            if (i != 4) { // Frame 4 failed.
                history.put(i, snapshots[i]);
            }
        }
        assertEquals(snapshots[5], history.newest(0));
        assertEquals(snapshots[5], history.atMost(5, 0));
        assertEquals(snapshots[3], history.atMost(4, 0));
        assertEquals(snapshots[3], history.atMost(3, 0));
        assertEquals(snapshots[2], history.atMost(2, 0));
        assertEquals(TrackSnapshot.EMPTY, history.atMost(1, 0), "forgotten");
    }

    /** Everything that was published, with the threads held up at random. */
    private static List<String> run(int seed, PoseLifter lifter) throws Exception {
        Stubs.Collector collector = new Stubs.Collector();
        StubDetector detector = new StubDetector(2) {
            @Override
            void before(List<String> frames) {
                dawdle(seed, frames);
            }

            @Override
            void find(FrameSlot slot) {
                long t = slot.sequence();
                if (t % 40 < 25) {
                    slot.people().add(5 + 0.4f * (t % 40), 4, 12, 36, 0.9f);
                }
                if (t % 60 > 20) {
                    slot.people().add(50 - 0.3f * (t % 60), 6, 10, 34, 0.8f);
                }
            }
        };
        StubEstimator estimator = new StubEstimator(4) {
            @Override
            void before(List<String> frames) {
                dawdle(seed * 31, frames);
                if (frames.contains("f77")) {
                    throw new IllegalStateException("planned");
                }
            }

            @Override
            public int maxBatch() {
                return 1; // One frame at a time, so that frame 77 fails alone.
            }
        };
        PipelineOptions options = Stubs.OPTIONS.withPermits(4).withDetectorInterval(7);
        try (PosePipeline pipeline = Stubs.started(
                new PipelineComponents(detector, estimator, Optional.of(lifter)), options, collector)) {
            assertTrue(pipeline.add("f", StubSource.file(240)).awaitEnd(Stubs.LONG));
        }
        List<String> result = collector.frames.stream().map(f -> f.sequence() + " " + describe(f.people())).toList();
        assertEquals(239, result.size());
        return result;
    }

    private static String describe(List<PersonPose> people) {
        return people.stream().map(p -> p.id() + " " + p.score() + p.box() + p.joints2d() + p.joints3d()).toList()
                .toString();
    }

    private static void dawdle(int seed, List<String> frames) {
        int turns = new Random(seed * 1000L + frames.hashCode()).nextInt(200);
        for (int i = 0; i < turns; i++) {
            Thread.yield();
        }
    }

    private static TrackSnapshot snapshotOfSomebody(int frame) {
        PersonTracker tracker = new PersonTracker(SkeletonTopology.COCO_17, 2);
        tracker.assign(frameOfSomebody(frame, 0).people(), frame);
        return tracker.snapshot();
    }

    private static FrameSlot frameOfSomebody(long sequence, long captureNanos) {
        FrameSlot slot = new FrameSlot(Stubs.components(new StubDetector(1), new StubEstimator(1)).newPeople(2));
        slot.load("f", 0, sequence, captureNanos, new FrameBuffer(0));
        slot.people().add(5, 5, 10, 30, 0.9f);
        PersonBatch batch = new PersonBatch(1);
        batch.add(slot, 0);
        new StubEstimator(1).estimate(batch);
        return slot;
    }
}
