package org.posestream.rig;

import java.util.ArrayList;
import java.util.List;

/**
 * One person's proportions, measured in every frame and steadied over time: an avatar whose bones are given these
 * positions should not breathe with the networks' noise. What was never measured is that of
 * {@link HumanoidSkeleton#STANDARD}.
 */
final class MeasuredSkeleton {

    /** Time constant of a length: after a second 63 % of what was wrong with it are gone. */
    private static final double STEADY_SECONDS = 1;

    private final List<Vec3> offsets = new ArrayList<>(HumanoidSkeleton.STANDARD.offsets());
    private final boolean[] measured = new boolean[HumanoidBone.all().size()];
    private double share;

    /** Begins a frame so long after the last one; 0 for one that is not later. */
    void advance(double seconds) {
        share = 1 - Math.exp(-seconds / STEADY_SECONDS);
    }

    /** Where the bone hangs on its parent, as this frame has it. */
    void measure(HumanoidBone bone, Vec3 offset) {
        int i = bone.ordinal();
        offsets.set(i, measured[i] ? offsets.get(i).towards(offset, share) : offset);
        measured[i] = true;
    }

    /** How long the parent of this bone is, which lies as in the T-pose. */
    void measure(HumanoidBone bone, double metres) {
        measure(bone, HumanoidSkeleton.STANDARD.offset(bone).unit().times(metres));
    }

    HumanoidSkeleton skeleton() {
        return new HumanoidSkeleton(offsets);
    }
}
