package org.posestream.motion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.posestream.Allocations;
import org.posestream.frame.PersonBuffer;
import org.posestream.pose.SkeletonTopology;

class SkeletonSmootherTest {

    private static final long FRAME = 33_333_333;
    private static final int WRIST = 9;

    private final SkeletonSmoother smoother =
            new SkeletonSmoother(SkeletonTopology.COCO_17, SkeletonTopology.H36M_17, 2);
    private final PersonBuffer people = new PersonBuffer(2, SkeletonTopology.COCO_17, SkeletonTopology.H36M_17);

    @Test
    void shouldSmoothAsTheFilterDoes() {
        OneEuroFilter x = new OneEuroFilter(OneEuroParameters.JOINTS_2D, 1);
        OneEuroFilter z = new OneEuroFilter(OneEuroParameters.JOINTS_3D, 1);
        for (int i = 0; i < 10; i++) {
            float pixels = 100 + i * i;
            float metres = 0.1f * (i % 3);
            load(1, pixels, metres, 0.9f);
            smoother.smooth(people, i * FRAME);

            x.advance(i * FRAME, 1 / 400.0);
            z.advance(i * FRAME, 1);
            assertEquals(x.smooth(0, pixels), people.joints2d()[WRIST * 3], 1e-4f);
            assertEquals(z.smooth(0, metres), people.joints3d()[WRIST * 4 + 2], 1e-6f);
        }
    }

    @Test
    void shouldDrawConfidencesTowardsTheNewByATenthAFrame() {
        load(1, 100, 0, 0.8f);
        smoother.smooth(people, 0);
        load(1, 100, 0, 0.3f);
        smoother.smooth(people, FRAME);

        assertEquals(0.75f, people.joints2d()[WRIST * 3 + 2], 1e-5f);
        assertEquals(0.75f, people.joints3d()[WRIST * 4 + 3], 1e-5f);

        load(1, 100, 0, 0.3f);
        smoother.smooth(people, 3 * FRAME);
        assertEquals(0.3f + 0.45f * 0.81f, people.joints2d()[WRIST * 3 + 2], 1e-5f, "two frames at once");
    }

    @Test
    void shouldHoldAJointThatIsNotSeen() {
        load(1, 100, 0, 0.9f);
        smoother.smooth(people, 0);
        load(1, 300, 2, 0);
        smoother.smooth(people, FRAME);

        assertEquals(100, people.joints2d()[WRIST * 3]);
        assertEquals(0, people.joints3d()[WRIST * 4 + 2]);
    }

    @Test
    void shouldBeginAfreshWithANewId() {
        load(1, 100, 0, 0.9f);
        smoother.smooth(people, 0);
        load(2, 300, 1, 0.5f);
        smoother.smooth(people, FRAME);

        assertEquals(300, people.joints2d()[WRIST * 3]);
        assertEquals(0.5f, people.joints2d()[WRIST * 3 + 2], 1e-6f);
    }

    @Test
    void shouldBridgeAShortGapAndBeginAfreshAfterALongOne() {
        load(1, 100, 0, 0.9f);
        smoother.smooth(people, 0);
        load(1, 101, 0, 0.9f);
        smoother.smooth(people, 500_000_000);
        float bridged = people.joints2d()[WRIST * 3];
        load(1, 300, 0, 0.9f);
        smoother.smooth(people, 1_000_000_001);

        assertTrue(bridged > 100 && bridged < 101, "was " + bridged);
        assertEquals(300, people.joints2d()[WRIST * 3]);
    }

    @Test
    void shouldBeginAfreshWhenTimeStepsBack() {
        load(1, 100, 0, 0.9f);
        smoother.smooth(people, 10 * FRAME);
        load(1, 300, 0, 0.9f);
        smoother.smooth(people, 0);
        load(1, 300, 0, 0.9f);
        smoother.smooth(people, FRAME);

        assertEquals(300, people.joints2d()[WRIST * 3]);
    }

    @Test
    void shouldLeavePeopleWithoutAnIdAsTheyAre() {
        load(0, 100, 0, 0.9f);
        smoother.smooth(people, 0);
        load(0, 300, 0, 0.4f);
        float[] before = Arrays.copyOf(people.joints2d(), 51);
        smoother.smooth(people, FRAME);

        assertArrayEquals(before, Arrays.copyOf(people.joints2d(), 51));
    }

    @Test
    void shouldKeepPeopleApartAndServeMoreIdsThanItHoldsStates() {
        for (int id = 1; id <= 20; id++) {
            people.clear();
            add(1_000_000, 500, 0, 0.9f);
            add(id, id * 10, 0, 0.9f);
            smoother.smooth(people, id * FRAME);

            assertEquals(500, people.joints2d()[WRIST * 3]);
            assertEquals(id * 10, people.joints2d()[people.offset2d(1) + WRIST * 3]);
        }
    }

    @Test
    void shouldAllocateNothingOnceBuilt() {
        long[] now = {0};
        long bytes = Allocations.bytesOf(1000, () -> {
            now[0] += FRAME;
            load(1, 100, 0, 0.9f);
            smoother.smooth(people, now[0]);
        });
        assertEquals(0, bytes / 1000, "bytes a frame");
    }

    private void load(long id, float pixels, float metres, float confidence) {
        people.clear();
        add(id, pixels, metres, confidence);
    }

    private void add(long id, float pixels, float metres, float confidence) {
        people.add(0, 0, 200, 400, 0.9f);
        int person = people.count() - 1;
        people.ids()[person] = id;
        for (int k = 0; k < 17; k++) {
            int i = people.offset2d(person) + k * 3;
            people.joints2d()[i] = pixels;
            people.joints2d()[i + 1] = pixels;
            people.joints2d()[i + 2] = confidence;
            int j = people.offset3d(person) + k * 4;
            Arrays.fill(people.joints3d(), j, j + 3, metres);
            people.joints3d()[j + 3] = confidence;
        }
    }
}
