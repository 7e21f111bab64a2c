package org.posestream.rig;

/**
 * An arm or a leg: two bones that hinge on each other, and the hand or foot behind them.
 *
 * @param upper upper arm or thigh
 * @param lower forearm or shank
 * @param end hand or foot
 * @param start where {@code upper} begins, shoulder or hip
 * @param middle where {@code lower} begins, elbow or knee
 * @param tip where {@code end} begins, wrist or ankle
 * @param aim where the bones point in the T-pose
 * @param hinge the axis of the elbow or knee in the T-pose: {@code aim} cross the direction into which the lower bone
 *     bends; forearms bend forwards with the palms down, shanks backwards
 */
record Limb(HumanoidBone upper, HumanoidBone lower, HumanoidBone end, BodyPoint start, BodyPoint middle, BodyPoint tip,
        Vec3 aim, Vec3 hinge) {

    /** Bends in degrees below which an elbow or knee tells nothing of the twist, and from which it tells all. */
    private static final double NOTHING_DEGREES = 6;
    private static final double ALL_DEGREES = 17;
    /** So much more must it be bent to turn the hinge round: joints seem bent the wrong way mostly when straight. */
    private static final double DOUBT_DEGREES = 30;
    /** Folded beyond this the axis is lost again. */
    private static final double FOLDED_DEGREES = 172;
    private static final double UNFOLDED_DEGREES = 167;

    static final Limb LEFT_ARM = new Limb(HumanoidBone.LEFT_UPPER_ARM, HumanoidBone.LEFT_LOWER_ARM,
            HumanoidBone.LEFT_HAND, BodyPoint.LEFT_SHOULDER, BodyPoint.LEFT_ELBOW, BodyPoint.LEFT_WRIST,
            Vec3.X.times(-1), Vec3.Y);
    static final Limb RIGHT_ARM = new Limb(HumanoidBone.RIGHT_UPPER_ARM, HumanoidBone.RIGHT_LOWER_ARM,
            HumanoidBone.RIGHT_HAND, BodyPoint.RIGHT_SHOULDER, BodyPoint.RIGHT_ELBOW, BodyPoint.RIGHT_WRIST,
            Vec3.X, Vec3.Y.times(-1));
    static final Limb LEFT_LEG = new Limb(HumanoidBone.LEFT_UPPER_LEG, HumanoidBone.LEFT_LOWER_LEG,
            HumanoidBone.LEFT_FOOT, BodyPoint.LEFT_HIP, BodyPoint.LEFT_KNEE, BodyPoint.LEFT_ANKLE,
            Vec3.Y.times(-1), Vec3.X);
    static final Limb RIGHT_LEG = new Limb(HumanoidBone.RIGHT_UPPER_LEG, HumanoidBone.RIGHT_LOWER_LEG,
            HumanoidBone.RIGHT_FOOT, BodyPoint.RIGHT_HIP, BodyPoint.RIGHT_KNEE, BodyPoint.RIGHT_ANKLE,
            Vec3.Y.times(-1), Vec3.X);

    /**
     * The axis about which the limb bends, at right angles to the upper bone: the measured one where the bend tells it,
     * the expected one where it does not, and a mixture between, so that nothing jumps when a limb is stretched.
     *
     * @param upperAim where the upper bone points
     * @param lowerAim where the lower bone points
     * @param expected the axis by what was before, at right angles to the upper bone
     */
    static Vec3 hinge(Vec3 upperAim, Vec3 lowerAim, Vec3 expected) {
        Vec3 axis = upperAim.cross(lowerAim);
        double sine = axis.length();
        if (sine < 1e-6) {
            return expected;
        }
        Vec3 measured = axis.times(1 / sine);
        double bend = Math.toDegrees(Math.atan2(sine, upperAim.dot(lowerAim)));
        double doubt = DOUBT_DEGREES * (1 - measured.dot(expected)) / 2;
        double trust = ramp(bend, NOTHING_DEGREES + doubt, ALL_DEGREES + doubt)
                * (1 - ramp(bend, UNFOLDED_DEGREES, FOLDED_DEGREES));
        Vec3 mixed = BodyPoints.unitOrNull(expected.towards(measured, trust));
        return mixed == null ? expected : mixed;
    }

    private static double ramp(double value, double from, double to) {
        return Math.max(0, Math.min(1, (value - from) / (to - from)));
    }
}
