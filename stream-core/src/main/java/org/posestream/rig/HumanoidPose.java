package org.posestream.rig;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A posture: every bone's rotation relative to its parent, the identity in the T-pose.
 *
 * @param skeleton whose proportions it has
 * @param hipsPosition where the hips are: above the floor, which is y = 0, metres
 * @param rotations by {@link HumanoidBone#ordinal()}, local
 */
public record HumanoidPose(HumanoidSkeleton skeleton, Vec3 hipsPosition, List<Quaternion> rotations) {

    public HumanoidPose {
        rotations = List.copyOf(rotations);
        if (rotations.size() != HumanoidBone.all().size()) {
            throw new IllegalArgumentException("a pose has " + HumanoidBone.all().size() + " rotations, but "
                    + rotations.size() + " are given");
        }
    }

    /** The rotation relative to the parent. */
    public Quaternion rotation(HumanoidBone bone) {
        return rotations.get(bone.ordinal());
    }

    /** The position relative to the parent; of the hips, {@link #hipsPosition}. */
    public Vec3 position(HumanoidBone bone) {
        return bone == HumanoidBone.HIPS ? hipsPosition : skeleton.offset(bone);
    }

    /** Where every bone's joint is, by {@link HumanoidBone#ordinal()}: forward kinematics from the hips. */
    public List<Vec3> worldPositions() {
        int count = HumanoidBone.all().size();
        List<Vec3> positions = new ArrayList<>(Collections.nCopies(count, Vec3.ZERO));
        List<Quaternion> turned = new ArrayList<>(Collections.nCopies(count, Quaternion.IDENTITY));
        for (HumanoidBone bone : HumanoidBone.inOrderOfDescent()) {
            Vec3 origin = Vec3.ZERO;
            Quaternion rotation = Quaternion.IDENTITY;
            if (bone.parent() != null) {
                origin = positions.get(bone.parent().ordinal());
                rotation = turned.get(bone.parent().ordinal());
            }
            positions.set(bone.ordinal(), origin.plus(rotation.rotate(position(bone))));
            turned.set(bone.ordinal(), rotation.times(rotation(bone)));
        }
        return positions;
    }
}
