package org.posestream.rig;

import static org.posestream.rig.HumanoidBone.CHEST;
import static org.posestream.rig.HumanoidBone.HEAD;
import static org.posestream.rig.HumanoidBone.JAW;
import static org.posestream.rig.HumanoidBone.NECK;
import static org.posestream.rig.HumanoidBone.SPINE;
import static org.posestream.rig.HumanoidBone.UPPER_CHEST;

import java.util.Arrays;
import java.util.List;

/**
 * The proportions of a humanoid: where each bone hangs on its parent in the T-pose.
 *
 * @param offsets by {@link HumanoidBone#ordinal()}: from the parent's joint, metres; of the hips, from the floor
 *     between the feet
 */
public record HumanoidSkeleton(List<Vec3> offsets) {

    /** From the floor to the ankle's joint. */
    static final double ANKLE_HEIGHT = 0.08;
    /** From the floor to the toes' joint, the ball of the foot. */
    static final double TOE_HEIGHT = 0.02;

    /**
     * A grown-up whose legs measure 0.85 m from hip to ankle, the size of all our skeletons; lengths follow the
     * anthropometric tables of Winter (2009), as do the bodies that the lifters are trained on. Hips lie on the line
     * between the hip joints, the neck between the shoulders, the head between the ears.
     */
    public static final HumanoidSkeleton STANDARD = standard();

    public HumanoidSkeleton {
        offsets = List.copyOf(offsets);
        if (offsets.size() != HumanoidBone.all().size()) {
            throw new IllegalArgumentException("a skeleton has " + HumanoidBone.all().size() + " bones, but "
                    + offsets.size() + " are given");
        }
    }

    /** Where the bone hangs on its parent. */
    public Vec3 offset(HumanoidBone bone) {
        return offsets.get(bone.ordinal());
    }

    private static HumanoidSkeleton standard() {
        Vec3[] offsets = new Vec3[HumanoidBone.all().size()];
        Arrays.fill(offsets, Vec3.ZERO);
        set(offsets, HumanoidBone.HIPS, 0, 0.85 + ANKLE_HEIGHT, 0);
        set(offsets, SPINE, 0, 0.08, 0);
        set(offsets, CHEST, 0, 0.165, 0);
        set(offsets, UPPER_CHEST, 0, 0.1225, 0);
        set(offsets, NECK, 0, 0.1225, 0);
        set(offsets, HEAD, 0, 0.215, 0.02);
        set(offsets, JAW, 0, -0.03, 0.02);
        for (String side : new String[] {"LEFT_", "RIGHT_"}) {
            side(offsets, side, side.equals("LEFT_") ? -1 : 1);
        }
        return new HumanoidSkeleton(Arrays.asList(offsets));
    }

    private static void side(Vec3[] offsets, String side, int sign) {
        limb(offsets, side + "UPPER_LEG", 0.115 * sign, 0, 0);
        limb(offsets, side + "LOWER_LEG", 0, -0.43, 0);
        limb(offsets, side + "FOOT", 0, -0.42, 0);
        limb(offsets, side + "TOES", 0, TOE_HEIGHT - ANKLE_HEIGHT, 0.13);
        limb(offsets, side + "EYE", 0.032 * sign, 0.03, 0.08);
        limb(offsets, side + "SHOULDER", 0.03 * sign, 0.1225, 0);
        limb(offsets, side + "UPPER_ARM", 0.145 * sign, 0, 0);
        limb(offsets, side + "LOWER_ARM", 0.285 * sign, 0, 0);
        limb(offsets, side + "HAND", 0.25 * sign, 0, 0);
        limb(offsets, side + "THUMB_PROXIMAL", 0.025 * sign, 0, 0.025);
        limb(offsets, side + "THUMB_INTERMEDIATE", 0.03 * sign, 0, 0.03);
        limb(offsets, side + "THUMB_DISTAL", 0.02 * sign, 0, 0.02);
        finger(offsets, side + "INDEX", 0.09 * sign, 0.025);
        finger(offsets, side + "MIDDLE", 0.092 * sign, 0.005);
        finger(offsets, side + "RING", 0.088 * sign, -0.015);
        finger(offsets, side + "LITTLE", 0.08 * sign, -0.033);
    }

    private static void finger(Vec3[] offsets, String finger, double x, double z) {
        limb(offsets, finger + "_PROXIMAL", x, 0, z);
        limb(offsets, finger + "_INTERMEDIATE", 0.042 * Math.signum(x), 0, 0);
        limb(offsets, finger + "_DISTAL", 0.025 * Math.signum(x), 0, 0);
    }

    private static void limb(Vec3[] offsets, String bone, double x, double y, double z) {
        set(offsets, HumanoidBone.valueOf(bone), x, y, z);
    }

    private static void set(Vec3[] offsets, HumanoidBone bone, double x, double y, double z) {
        offsets[bone.ordinal()] = new Vec3(x, y, z);
    }
}
