package org.posestream.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posestream.track.TestPeople.SECOND;
import static org.posestream.track.TestPeople.frame;
import static org.posestream.track.TestPeople.stand;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.posestream.frame.PersonBuffer;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.PersonState;

class TrackSnapshotTest {

    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;
    /** What a top-down estimator cuts out around the box. */
    private static final float CROP = 1.25f;

    private final PersonTracker tracker = new PersonTracker(TestPeople.COCO, 4);
    private final PersonBuffer people = TestPeople.buffer(4);

    @Test
    void shouldAskForTheDetectorWhileNobodyIsThere() {
        assertTrue(TrackSnapshot.EMPTY.isNobodyInSight(0));
        assertTrue(tracker.snapshot().isNobodyInSight(0));
    }

    @Test
    void shouldDoWithoutTheDetectorWhileEverybodyIsWellSeen() {
        walk(20, 300, 4);

        assertFalse(tracker.snapshot().isSomebodyFading(frame(20), WIDTH, HEIGHT));
        assertFalse(tracker.snapshot().isNobodyInSight(frame(20)));
        assertTrue(tracker.snapshot().isNobodyInSight(frame(19) + SECOND / 2), "too long ago");
    }

    @Test
    void shouldAskForTheDetectorWhenFramesAreTooFarApartToPredictAnybody() {
        walk(20, 300, 4);
        assertFalse(tracker.snapshot().isSomebodyOutOfReach(frame(19) + 299 * SECOND / 1000));
        assertTrue(tracker.snapshot().isSomebodyOutOfReach(frame(19) + 301 * SECOND / 1000));

        people.clear();
        tracker.assign(people, frame(20));
        assertFalse(tracker.snapshot().isSomebodyOutOfReach(frame(20) + SECOND), "gone already before");
    }

    @Test
    void shouldAskForTheDetectorWhenEvidenceFalls() {
        walk(20, 300, 0);
        people.clear();
        stand(people, 300, 100, 400, 0.9);
        TestPeople.setConfidences(people, 0, 0.25f);
        tracker.assign(people, frame(20));

        assertTrue(tracker.snapshot().isSomebodyFading(frame(21), WIDTH, HEIGHT));
    }

    @Test
    void shouldAskForTheDetectorWhenSomebodyIsLost() {
        people.clear();
        stand(people, 300, 100, 400, 0.9);
        stand(people, 700, 100, 400, 0.9);
        tracker.assign(people, frame(0));
        people.clear();
        stand(people, 300, 100, 400, 0.9);
        tracker.assign(people, frame(1));

        assertTrue(tracker.snapshot().isSomebodyFading(frame(2), WIDTH, HEIGHT));
        walk(12, 300, 0);
        assertFalse(tracker.snapshot().isSomebodyFading(frame(12), WIDTH, HEIGHT), "but not for ever");
    }

    @Test
    void shouldAskForTheDetectorWhenABoxLeavesTheImage() {
        walk(20, WIDTH - 190, 10);

        assertFalse(tracker.snapshot().isSomebodyFading(frame(19), WIDTH, HEIGHT));
        assertTrue(tracker.snapshot().isSomebodyFading(frame(22), WIDTH, HEIGHT));
    }

    @Test
    void shouldPredictWhereSomebodyWalks() {
        walk(60, 100, 4);

        people.clear();
        tracker.snapshot().predictInto(people, frame(61));

        assertEquals(1, people.count());
        assertEquals(0.9f, people.scores()[0]);
        assertEquals(100 + 61 * 4, people.box(0).centreX(), 8, "the crop lags by at most 2 % of the height");
    }

    @Test
    void shouldPredictJointsWithTheBox() {
        walk(60, 100, 4);

        people.clear();
        tracker.snapshot().predictInto(people, frame(61));

        assertTrue(people.isPredicted(0));
        PersonBuffer truth = TestPeople.buffer(1);
        stand(truth, 100 + 61 * 4, 100, 400, 0.9);
        for (int i = 0; i < 51; i += 3) {
            assertEquals(truth.joints2d()[i], people.joints2d()[i], 8, "x of joint " + i / 3);
            assertEquals(truth.joints2d()[i + 1], people.joints2d()[i + 1], 1, "y of joint " + i / 3);
        }
    }

    @Test
    void shouldTellTheDetectorsPeopleWhereTheirJointsWere() {
        stand(people, 300, 100, 400, 0.9);
        tracker.assign(people, 0);

        people.clear();
        people.add(900, 100, 144, 400, 0.7f);
        people.add(235, 110, 140, 380, 0.7f);
        tracker.snapshot().completeInto(people, frame(1));

        assertEquals(2, people.count());
        assertFalse(people.isPredicted(0), "nobody was there");
        assertTrue(people.isPredicted(1));
        assertEquals(300, people.joints2d()[people.offset2d(1)], 1, "nose");
        assertEquals(0.7f, people.scores()[1]);
    }

    @Test
    void shouldNotPredictTheLongLost() {
        walk(10, 100, 4);
        people.clear();

        tracker.snapshot().predictInto(people, frame(9) + 31 * SECOND / 100);

        assertEquals(0, people.count());
    }

    @Test
    void shouldAddThoseWhomTheDetectorMissed() {
        stand(people, 300, 100, 400, 0.9);
        stand(people, 700, 100, 400, 0.8);
        tracker.assign(people, 0);

        people.clear();
        people.add(230, 110, 140, 380, 0.7f);
        tracker.snapshot().completeInto(people, frame(1));

        assertEquals(2, people.count());
        assertEquals(700, people.box(1).centreX(), 1);
        assertEquals(0.72f, people.scores()[1], 1e-6f);
    }

    @Test
    void shouldEndAGhostThatOnlyTheEstimatorBelievesIn() {
        walk(10, 300, 0);
        int frames = 0;
        for (int i = 10; people.states()[0] == PersonState.TRACKED; i++) {
            people.clear();
            tracker.snapshot().completeInto(people, frame(i));
            for (int n = 0; n < people.count(); n++) {
                TestPeople.write(people, n, 300, 100, 400);
            }
            tracker.assign(people, frame(i));
            frames++;
        }

        assertEquals(15, frames, "0.9 x 0.9^15 is the first score below 0.2");
    }

    @Test
    void shouldTellWhereTheJointsWereThoughThereIsNoRoom() {
        stand(people, 300, 100, 400, 0.9);
        tracker.assign(people, 0);
        PersonBuffer full = TestPeople.buffer(1);
        full.add(235, 110, 140, 380, 0.7f);

        tracker.snapshot().completeInto(full, frame(1));

        assertTrue(full.isPredicted(0));
        assertEquals(0, full.refused());
    }

    @Test
    void shouldFillNoMoreThanThereIsRoom() {
        stand(people, 300, 100, 400, 0.9);
        stand(people, 700, 100, 400, 0.9);
        tracker.assign(people, 0);
        PersonBuffer small = TestPeople.buffer(1);

        tracker.snapshot().predictInto(small, frame(1));
        tracker.snapshot().completeInto(small, frame(1));

        assertEquals(1, small.count());
    }

    @Test
    void shouldFollowAMovingPersonForTenSecondsWithoutDetector() {
        Random random = new Random(7);
        stand(people, 200, 150, 400, 0.9);
        tracker.assign(people, 0);
        float least = 1;
        for (int i = 1; i <= 300; i++) {
            people.clear();
            tracker.snapshot().predictInto(people, frame(i));
            assertEquals(1, people.count(), "frame " + i);
            BoundingBox crop = grown(people.box(0));
            estimate(people, crop, truth(i), random);
            tracker.assign(people, frame(i));
            assertEquals(1, people.ids()[0]);
            least = Math.min(least, people.box(0).iou(trueBox(i)));
        }
        assertTrue(least > 0.75, "least overlap with the true box was " + least);
    }

    @Test
    void shouldKeepRoomForJointsThatAreOutOfSightForAMoment() {
        walk(30, 300, 0);
        BoundingBox before = people.box(0);
        for (int i = 30; i < 35; i++) {
            people.clear();
            tracker.snapshot().predictInto(people, frame(i));
            TestPeople.write(people, 0, 300, 100, 400);
            for (int joint = 13; joint < 17; joint++) {
                TestPeople.setConfidence(people, 0, joint, 0.05f);
            }
            tracker.assign(people, frame(i));
        }

        assertTrue(people.box(0).bottom() > before.bottom() - 5, "feet at " + before.bottom() + " are cut off");
    }

    @Test
    void shouldNotShrinkToTheJointsThatAWeakNetworkIsSureOf() {
        for (int i = 0; i < 60; i++) {
            people.clear();
            if (i % 5 == 0) {
                people.add(228, 100, 144, 400, 0.9f);
            }
            tracker.snapshot().completeInto(people, frame(i));
            TestPeople.write(people, 0, 300, 100, 400);
            for (int joint = 7; joint < 17; joint++) {
                TestPeople.setConfidence(people, 0, joint, 0.2f);
            }
            tracker.assign(people, frame(i));
        }

        assertEquals(1, people.count());
        assertTrue(people.box(0).bottom() > 480, "legs are cut off at " + people.box(0).bottom());
        assertTrue(people.box(0).height() < 450, "height " + people.box(0).height());
    }

    /** True joints plus noise where they lie in the crop; at its edge and unsure where not, as of a heat map. */
    private static void estimate(PersonBuffer people, BoundingBox crop, PersonBuffer truth, Random random) {
        for (int i = 0; i < 17 * 3; i += 3) {
            float x = truth.joints2d()[i];
            float y = truth.joints2d()[i + 1];
            float insideX = Math.max(crop.x(), Math.min(crop.right(), x));
            float insideY = Math.max(crop.y(), Math.min(crop.bottom(), y));
            people.joints2d()[i] = insideX + (float) random.nextGaussian() * 3;
            people.joints2d()[i + 1] = insideY + (float) random.nextGaussian() * 3;
            people.joints2d()[i + 2] = insideX == x && insideY == y ? 0.7f : 0.05f;
            assertTrue(insideX == x && insideY == y, "joint " + i / 3 + " lies outside the crop " + crop);
        }
    }

    /** Walks to and fro, crouches, comes nearer and throws up the arms, all within ten seconds. */
    private static PersonBuffer truth(int i) {
        PersonBuffer truth = TestPeople.buffer(1);
        double seconds = i / 30.0;
        double height = 400 * (1 + 0.2 * Math.sin(seconds));
        stand(truth, 200 + 350 * (1 - Math.cos(seconds * 0.8)), 150, height, 0.9);
        double crouch = 1 - 0.35 * Math.pow(Math.sin(seconds * 1.5), 2);
        double raise = Math.pow(Math.sin(seconds * 1.2), 2);
        for (int k = 0; k < 17; k++) {
            float y = truth.joints2d()[k * 3 + 1];
            truth.joints2d()[k * 3 + 1] = (float) (550 - (550 - y) * crouch);
        }
        for (int wrist = 9; wrist <= 10; wrist++) {
            truth.joints2d()[wrist * 3 + 1] -= (float) (raise * height * 0.7);
        }
        return truth;
    }

    /** The part of the image that the pose network sees of a box. */
    private static BoundingBox grown(BoundingBox box) {
        float width = box.width() * CROP;
        float height = box.height() * CROP;
        return new BoundingBox(box.centreX() - width / 2, box.centreY() - height / 2, width, height);
    }

    private static BoundingBox trueBox(int i) {
        float[] box = new float[4];
        JointBox.write(truth(i).joints2d(), 0, 17, box, 0);
        return new BoundingBox(box[0], box[1], box[2], box[3]);
    }

    private void walk(int frames, double x, double step) {
        for (int i = 0; i < frames; i++) {
            people.clear();
            stand(people, x + i * step, 100, 400, 0.9);
            tracker.assign(people, frame(i));
        }
    }
}
