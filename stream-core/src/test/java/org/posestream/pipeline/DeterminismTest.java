package org.posestream.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBatch;
import org.posestream.pose.PersonPose;
import org.posestream.pose.SkeletonTopology;
import org.posestream.track.PersonTracker;
import org.posestream.track.TrackSnapshot;

@Timeout(60)
class DeterminismTest {

    @Test
    void shouldGiveTheSameResultWhateverThreadIsFaster() throws Exception {
        List<String> first = run(1);
        for (int seed = 2; seed < 8; seed++) {
            assertEquals(first, run(seed));
        }
    }

    @Test
    void shouldNeverUseTracksOfAFrameStillUnderWay() {
        SnapshotHistory history = new SnapshotHistory(3);
        assertEquals(TrackSnapshot.EMPTY, history.newest());
        TrackSnapshot[] snapshots = new TrackSnapshot[6];
        for (int i = 0; i < snapshots.length; i++) {
            snapshots[i] = snapshotOfSomebody(i);
            if (i != 4) { // Frame 4 failed.
                history.put(i, snapshots[i]);
            }
        }
        assertEquals(snapshots[5], history.newest());
        assertEquals(snapshots[5], history.atMost(5));
        assertEquals(snapshots[3], history.atMost(4));
        assertEquals(snapshots[3], history.atMost(3));
        assertEquals(snapshots[2], history.atMost(2));
        assertEquals(TrackSnapshot.EMPTY, history.atMost(1), "forgotten");
    }

    /** Everything that was published, with the threads held up at random. */
    private static List<String> run(int seed) throws Exception {
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
        try (PosePipeline pipeline = Stubs.started(Stubs.components(detector, estimator), options, collector)) {
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
        PersonTracker tracker =
                new PersonTracker(SkeletonTopology.COCO_17, 2);
        FrameSlot slot = new FrameSlot(Stubs.components(new StubDetector(1), new StubEstimator(1)).newPeople(2));
        slot.load("f", 0, frame, 0, new FrameBuffer(0));
        slot.people().add(5, 5, 10, 30, 0.9f);
        PersonBatch batch = new PersonBatch(1);
        batch.add(slot, 0);
        new StubEstimator(1).estimate(batch);
        tracker.assign(slot.people(), frame);
        return tracker.snapshot();
    }
}
