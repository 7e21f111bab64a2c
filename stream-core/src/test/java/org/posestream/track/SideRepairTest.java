package org.posestream.track;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.posestream.frame.PersonBuffer;
import org.posestream.pose.SkeletonTopology;

class SideRepairTest {

    private static final int HEIGHT = 400;
    private static final double SECONDS = 1 / 30.0;
    private static final int[] ARMS = {5, 7, 9};
    private static final int[] LEGS = {11, 13, 15};
    private static final int[] ALL = {1, 3, 5, 7, 9, 11, 13, 15};

    private final SideRepair repair = new SideRepair(TestPeople.COCO);
    private final PersonBuffer person = TestPeople.buffer(1);
    private final Random random = new Random(3);

    @Test
    void shouldPutOneFrameRightWhereOnlyTheArmsAreExchanged() {
        for (int t = 0; t < 60; t++) {
            assertRepaired(t, facing(t, 0), t == 20 || t == 40 ? ARMS : new int[0]);
        }
    }

    @Test
    void shouldPutAWholeBodyRightForUpToThreeTenthsOfASecond() {
        for (int t = 0; t < 60; t++) {
            assertRepaired(t, facing(t, 0), t >= 20 && t < 28 ? ALL : new int[0]);
        }
    }

    @Test
    void shouldBelieveTheNetworkThatInsists() {
        for (int t = 0; t < 60; t++) {
            write(facing(t, 0));
            exchange(t >= 20 ? ALL : new int[0]);
            float[] read = person.joints2d().clone();
            step(t);
            if (t > 30) {
                assertArrayEquals(read, person.joints2d(), "frame " + t);
            }
        }
    }

    @Test
    void shouldNotTouchAPersonWhoTurnsRound() {
        for (double seconds = 0.4; seconds < 3; seconds += 0.2) {
            SideRepair turning = new SideRepair(TestPeople.COCO);
            for (int t = 0; t < 200; t++) {
                write(facing(t, 2 * Math.PI * t * SECONDS / seconds));
                float[] read = person.joints2d().clone();
                step(turning, t);
                assertArrayEquals(read, person.joints2d(), "frame " + t + " of a turn in " + seconds + " s");
            }
        }
    }

    @Test
    void shouldSayNothingOfJointsThatAreNotSeen() {
        for (int t = 0; t < 40; t++) {
            write(facing(t, 0));
            TestPeople.setConfidences(person, 0, 0.05f);
            exchange(t == 20 ? ALL : new int[0]);
            float[] read = person.joints2d().clone();
            step(t);
            assertArrayEquals(read, person.joints2d(), "frame " + t);
        }
    }

    @Test
    void shouldExchangeTheJoints3dOfTheSameNetwork() {
        SkeletonTopology blazePose = SkeletonTopology.BLAZEPOSE_33;
        PersonBuffer both = new PersonBuffer(1, blazePose, blazePose);
        both.add(0, 0, 1, 1, 1);
        for (int i = 0; i < 33; i++) {
            both.joints2d()[3 * i] = i;
            both.joints3d()[4 * i + 3] = i;
        }

        both.exchange(0, 11, 12);

        assertEquals(12, both.joints2d()[33]);
        assertEquals(11, both.joints2d()[36]);
        assertEquals(12, both.joints3d()[47]);
        assertEquals(11, both.joints3d()[51]);
    }

    /** Flips of one to eight frames of everything, of one frame of arms or legs, a second apart: all are undone. */
    @Property(tries = 200)
    void shouldGiveTheOriginalBack(@ForAll long seed) {
        Random flips = new Random(seed);
        SideRepair fresh = new SideRepair(TestPeople.COCO);
        int[] flipped = new int[0];
        int end = 30;
        for (int t = 0; t < 300; t++) {
            if (t == end + 30) {
                int kind = flips.nextInt(3);
                flipped = kind == 0 ? ARMS : kind == 1 ? LEGS : ALL;
                end = t + (kind == 2 ? 1 + flips.nextInt(8) : 1);
            }
            float[] truth = facing(t, 0);
            write(truth);
            exchange(t >= end - 8 && t < end && t > 30 && isOn(t, end, flipped) ? flipped : new int[0]);
            step(fresh, t);
            assertArrayEquals(truth, person.joints2d(), "frame " + t + ", seed " + seed);
        }
    }

    private static boolean isOn(int t, int end, int[] flipped) {
        return flipped == ALL || t == end - 1;
    }

    private void assertRepaired(int t, float[] truth, int[] exchanged) {
        write(truth);
        exchange(exchanged);
        step(t);
        assertArrayEquals(truth, person.joints2d(), "frame " + t);
    }

    private void step(int t) {
        step(repair, t);
    }

    private void step(SideRepair some, int t) {
        if (t == 0) {
            some.begin(person, 0);
        } else {
            some.repair(person, 0, SECONDS, HEIGHT);
        }
    }

    /** Marches on the spot, arms swinging out, the body turned about the vertical, with a little noise. */
    private float[] facing(int t, double turn) {
        PersonBuffer standing = TestPeople.buffer(1);
        TestPeople.stand(standing, 300, 100, HEIGHT, 0.9);
        float[] joints = Arrays.copyOf(standing.joints2d(), 51);
        double swing = 25 * Math.sin(t * 0.25);
        for (int k = 0; k < 17; k++) {
            double side = k % 2 == 1 ? 1 : -1;
            double lift = k >= 13 ? side * swing : 0;
            double out = k == 9 || k == 10 ? side * Math.abs(swing) : 0;
            joints[3 * k] = (float) (300 + (joints[3 * k] - 300 + out) * Math.cos(turn) + random.nextGaussian());
            joints[3 * k + 1] += (float) (lift + random.nextGaussian());
        }
        return joints;
    }

    private void write(float[] joints) {
        person.clear();
        person.add(200, 100, 200, HEIGHT, 0.9f);
        System.arraycopy(joints, 0, person.joints2d(), 0, joints.length);
    }

    private void exchange(int[] leftJoints) {
        for (int left : leftJoints) {
            person.exchange(0, left, left + 1);
        }
    }
}
