package org.posestream.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HumanoidBoneTest {

    /** Unity's documentation of {@code HumanBodyBones}, 0 to 54. */
    private static final String UNITY = """
            Hips LeftUpperLeg RightUpperLeg LeftLowerLeg RightLowerLeg LeftFoot RightFoot Spine Chest Neck Head
            LeftShoulder RightShoulder LeftUpperArm RightUpperArm LeftLowerArm RightLowerArm LeftHand RightHand
            LeftToes RightToes LeftEye RightEye Jaw
            LeftThumbProximal LeftThumbIntermediate LeftThumbDistal LeftIndexProximal LeftIndexIntermediate
            LeftIndexDistal LeftMiddleProximal LeftMiddleIntermediate LeftMiddleDistal LeftRingProximal
            LeftRingIntermediate LeftRingDistal LeftLittleProximal LeftLittleIntermediate LeftLittleDistal
            RightThumbProximal RightThumbIntermediate RightThumbDistal RightIndexProximal RightIndexIntermediate
            RightIndexDistal RightMiddleProximal RightMiddleIntermediate RightMiddleDistal RightRingProximal
            RightRingIntermediate RightRingDistal RightLittleProximal RightLittleIntermediate RightLittleDistal
            UpperChest""";

    @Test
    void shouldBeThoseOfUnityInItsOrder() {
        assertEquals(List.of(UNITY.split("\\s+")), HumanoidBone.all().stream().map(HumanoidBone::unityName).toList());
    }

    @Test
    void shouldHangOnOneAnother() {
        assertNull(HumanoidBone.HIPS.parent());
        assertEquals(HumanoidBone.UPPER_CHEST, HumanoidBone.NECK.parent());
        assertEquals(HumanoidBone.UPPER_CHEST, HumanoidBone.RIGHT_SHOULDER.parent());
        assertEquals(HumanoidBone.LEFT_FOOT, HumanoidBone.LEFT_TOES.parent());
        assertEquals(HumanoidBone.RIGHT_HAND, HumanoidBone.RIGHT_LITTLE_PROXIMAL.parent());
        assertEquals(HumanoidBone.LEFT_THUMB_PROXIMAL, HumanoidBone.LEFT_THUMB_INTERMEDIATE.parent());
        assertEquals(HumanoidBone.LEFT_THUMB_INTERMEDIATE, HumanoidBone.LEFT_THUMB_DISTAL.parent());
    }

    @Test
    void shouldComeAfterTheirParentsInOrderOfDescent() {
        Set<HumanoidBone> known = new HashSet<>();
        for (HumanoidBone bone : HumanoidBone.inOrderOfDescent()) {
            assertTrue(bone.parent() == null || known.contains(bone.parent()), bone.unityName());
            known.add(bone);
        }
        assertEquals(55, known.size());
    }

    /** VRM's T-pose: faces +z, arms along x and level, thumbs 45 degrees forward, soles on y = 0. */
    @Test
    void shouldStandInTheTPoseOfVrm() {
        List<Vec3> at = RigPeople.tPose().worldPositions();
        Vec3 hand = at.get(HumanoidBone.RIGHT_HAND.ordinal());
        Vec3 arm = at.get(HumanoidBone.RIGHT_UPPER_ARM.ordinal());
        Vec3 thumb = at.get(HumanoidBone.RIGHT_THUMB_DISTAL.ordinal());

        assertEquals(0.93, at.get(HumanoidBone.HIPS.ordinal()).y(), 1e-9);
        assertEquals(0.71, hand.x(), 1e-9);
        assertEquals(arm.y(), hand.y(), 1e-9);
        assertEquals(1.42, hand.y(), 1e-9);
        assertEquals(0.08, at.get(HumanoidBone.LEFT_FOOT.ordinal()).y(), 1e-9);
        assertTrue(at.get(HumanoidBone.LEFT_TOES.ordinal()).z() > 0.1, "toes in front");
        assertEquals(thumb.x() - hand.x(), thumb.z() - hand.z(), 1e-9);
        for (HumanoidBone bone : HumanoidBone.all()) {
            if (bone.name().startsWith("LEFT_")) {
                Vec3 left = at.get(bone.ordinal());
                Vec3 right = at.get(HumanoidBone.valueOf(bone.name().replace("LEFT_", "RIGHT_")).ordinal());
                assertEquals(new Vec3(-right.x(), right.y(), right.z()), left, bone.unityName());
            }
        }
    }
}
