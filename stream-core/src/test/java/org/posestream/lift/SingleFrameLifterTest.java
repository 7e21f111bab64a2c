package org.posestream.lift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBatch;
import org.posestream.frame.PersonBuffer;
import org.posestream.inference.ModelException;
import org.posestream.inference.TestNetworks;
import org.posestream.pose.SkeletonTopology;

class SingleFrameLifterTest {

    private static final int LEFT_HIP = 11;
    private static final int RIGHT_HIP = 12;

    private static FrameSlot slot(int people) {
        PersonBuffer buffer = new PersonBuffer(2, SkeletonTopology.COCO_17, SkeletonTopology.H36M_17);
        for (int n = 0; n < people; n++) {
            buffer.add(0, 0, 1, 1, 1);
        }
        return new FrameSlot(buffer);
    }

    private static void put(FrameSlot slot, int person, int joint, float x, float y, float confidence) {
        int i = slot.people().offset2d(person) + joint * PersonBuffer.STRIDE_2D;
        slot.people().joints2d()[i] = x;
        slot.people().joints2d()[i + 1] = y;
        slot.people().joints2d()[i + 2] = confidence;
    }

    /** All joints at the same place but for the hips, 20 pixels to the left and right, and the nose, 80 above. */
    private static void pose(FrameSlot slot, int person, float x, float y) {
        for (int k = 0; k < SkeletonTopology.COCO_17.jointCount(); k++) {
            put(slot, person, k, x, y, 1);
        }
        put(slot, person, LEFT_HIP, x + 20, y, 1);
        put(slot, person, RIGHT_HIP, x - 20, y, 0.5f);
        put(slot, person, 0, x, y - 80, 0.8f);
    }

    private static void assertJoint(FrameSlot slot, int person, String joint, float... expected) {
        int i = slot.people().offset3d(person)
                + SkeletonTopology.H36M_17.indexOf(joint) * PersonBuffer.STRIDE_3D;
        for (int d = 0; d < expected.length; d++) {
            assertEquals(expected[d], slot.people().joints3d()[i + d], 1e-5f, joint + " value " + d);
        }
    }

    private static PersonBatch batch(FrameSlot... slots) {
        PersonBatch batch = new PersonBatch(8);
        for (FrameSlot slot : slots) {
            for (int n = 0; n < slot.people().count(); n++) {
                batch.add(slot, n);
            }
        }
        return batch;
    }

    /** The network gives 2 x + 1 of (x, y, confidence) and a tenth of the confidence as expected error. */
    @Test
    void shouldNormaliseRunAndScatterABatchOverItsFrames() {
        FrameSlot one = slot(2);
        FrameSlot other = slot(1);
        pose(one, 0, 100, 200);
        pose(one, 1, 300, 200);
        pose(other, 0, 640, 360);
        put(other, 0, LEFT_HIP, 660, 340, 1);
        put(other, 0, RIGHT_HIP, 620, 340, 1);
        try (SingleFrameLifter lifter =
                new SingleFrameLifter(TestNetworks.open("lifter", 4), SkeletonTopology.COCO_17)) {
            assertEquals(SkeletonTopology.H36M_17, lifter.topology3d());
            assertEquals(4, lifter.maxBatch());
            lifter.lift(batch(one, other));
        }
        for (int person = 0; person < 2; person++) {
            assertJoint(one, person, "pelvis", 1, 1, 2, 0.5f / 1.25f);
            assertJoint(one, person, "left_hip", 1.5f, 1, 3, 1 / 2f);
            assertJoint(one, person, "right_hip", 0.5f, 1, 2, 0.5f / 1.25f);
            assertJoint(one, person, "neck", 1, -1, 2.6f, 0.8f / 1.64f);
            assertJoint(one, person, "left_knee", 1, 1, 3, 0.5f);
        }
        // Pelvis 20 pixels above the other joints, nose 60 above the pelvis: still 80 pixels high.
        assertJoint(other, 0, "neck", 1, 1 - 2 * 60 / 80f, 2.6f);
        assertJoint(other, 0, "left_hip", 1.5f, 1, 3);
        assertJoint(other, 0, "left_knee", 1, 1 + 2 * 20 / 80f, 3);
    }

    @Test
    void shouldMeasureThePersonByItsConfidentJointsOnly() {
        FrameSlot slot = slot(1);
        pose(slot, 0, 100, 200);
        put(slot, 0, 9, 5000, 200, 0.19f);
        try (SingleFrameLifter lifter =
                new SingleFrameLifter(TestNetworks.open("lifter", 1), SkeletonTopology.COCO_17)) {
            lifter.lift(batch(slot));
        }
        assertJoint(slot, 0, "left_hip", 1.5f, 1, 3);
        assertJoint(slot, 0, "left_wrist", 1 + 2 * 4900 / 80f, 1, 1.38f);
    }

    /** The network gives (x, y, 0); in: (v - index / 100) / 0.5, out: v * 2 + 0.25, so 4 (v - index / 100) + 0.25. */
    @Test
    void shouldApplyTheStatisticsOfTheCard() {
        FrameSlot slot = slot(1);
        pose(slot, 0, 100, 200);
        try (SingleFrameLifter lifter =
                new SingleFrameLifter(TestNetworks.open("lifter-outside", 1), SkeletonTopology.COCO_17)) {
            lifter.lift(batch(slot));
        }
        assertJoint(slot, 0, "pelvis", 0.25f, 0.25f - 0.04f, 0.25f, 0.5f);
        assertJoint(slot, 0, "left_hip", 4 * (0.25f - 0.08f) + 0.25f, 0.25f - 0.36f, 0.25f, 1);
        assertJoint(slot, 0, "neck", 0.25f - 4 * 0.18f, 4 * (-1 - 0.19f) + 0.25f, 0.25f, 0.8f);
    }

    @Test
    void shouldGiveFiniteJointsForAPersonThatIsAPointOrUnknown() {
        FrameSlot slot = slot(2);
        for (int k = 0; k < SkeletonTopology.COCO_17.jointCount(); k++) {
            put(slot, 0, k, 0, 0, 0);
            put(slot, 1, k, 320.3f, 240.7f, 1);
        }
        try (SingleFrameLifter lifter =
                new SingleFrameLifter(TestNetworks.open("lifter", 2), SkeletonTopology.COCO_17)) {
            lifter.lift(batch(slot));
        }
        for (float value : slot.people().joints3d()) {
            assertTrue(Float.isFinite(value) && Math.abs(value) < 10, "value " + value);
        }
        assertJoint(slot, 0, "head", 1, 1, 1, 0);
        assertJoint(slot, 1, "head", 1, 1, 3, 0.5f);
    }

    @Test
    void shouldBeUnsureWhereTheNetworkGivesNoNumber() {
        FrameSlot slot = slot(1);
        pose(slot, 0, 100, 200);
        put(slot, 0, 9, Float.NaN, 200, 0.1f);
        try (SingleFrameLifter lifter =
                new SingleFrameLifter(TestNetworks.open("lifter", 1), SkeletonTopology.COCO_17)) {
            lifter.lift(batch(slot));
        }
        assertJoint(slot, 0, "left_wrist", 0, 0, 0, 0);
        assertJoint(slot, 0, "left_hip", 1.5f, 1, 3);
    }

    @Test
    void shouldDoNothingForAnEmptyBatch() {
        try (SingleFrameLifter lifter =
                new SingleFrameLifter(TestNetworks.open("lifter", 2), SkeletonTopology.COCO_17)) {
            lifter.lift(batch());
        }
    }

    @Test
    void shouldRefuseANetworkThatIsNoLifter() {
        try (var model = TestNetworks.open("means", 1)) {
            assertEquals("means must have the decoder lifter-mlp to lift, but has boxes",
                    assertThrows(ModelException.class,
                            () -> new SingleFrameLifter(model, SkeletonTopology.COCO_17)).getMessage());
        }
    }
}
