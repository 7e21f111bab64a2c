package org.posestream.rig;

import static org.posestream.rig.HumanoidBone.CHEST;
import static org.posestream.rig.HumanoidBone.HEAD;
import static org.posestream.rig.HumanoidBone.HIPS;
import static org.posestream.rig.HumanoidBone.NECK;
import static org.posestream.rig.HumanoidBone.SPINE;
import static org.posestream.rig.HumanoidBone.UPPER_CHEST;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Rotations of one person's bones from the points of the body, frame after frame, directly: every bone is aimed at the
 * joint behind it, so that forward kinematics gives the joints again, and turned about itself by what its neighbours
 * tell.
 *
 * <ul>
 * <li>The hips lie along the line between the hip joints, the chest along the line between the shoulders, the spine
 * half-way between the two; each is upright along the trunk. Collar bones take what the shoulders differ from that.
 * <li>Upper arms, forearms, thighs and shanks turn so that elbow and knee bend as hinges; {@link Limb#hinge} tells what
 * happens while they are straight. Without a bend to go by the twist of the last frames fades, within seconds, into
 * that of the shortest way from the T-pose.
 * <li>The neck points between the ears. The head follows the nose, and rolls with the ears where both are known, with
 * the neck where not.
 * <li>Hands follow the knuckles and feet the heels and toes where these are known (BlazePose-33).
 * <li>All other bones keep the identity: upper chest, fingers, toes, eyes, jaw; hands and feet without those points.
 * </ul>
 *
 * <p>A bone whose points are not known in a frame, or coincide, keeps its last local rotation, the identity at first.
 * Of the two quaternions of a rotation the one nearer to the last frame's is given, so that they can be interpolated.
 *
 * <p>The joints are root-relative, so nothing is known of where the person is: the hips stay at x = z = 0, as high as
 * puts the lowest foot on the floor, also in a jump.
 *
 * <p>One for each person; single-threaded.
 */
public final class HumanoidSolver {

    /** Without a bend to go by a limb forgets 63 % of its twist in this time. */
    private static final double FORGET_SECONDS = 2;
    /** Directions nearer to each other than 3 degrees, as a sine, tell no rotation. */
    private static final double PARALLEL = 0.05;
    private static final Vec3 NECK_AIM = HumanoidSkeleton.STANDARD.offset(HEAD).unit();
    /** From between the ears to the tip of the nose of somebody who looks straight ahead. */
    static final Vec3 NOSE_AIM = new Vec3(0, -0.025, 0.105).unit();
    private static final Vec3 SPINE_OFFSET = HumanoidSkeleton.STANDARD.offset(SPINE);
    private static final double COLLAR = HumanoidSkeleton.STANDARD.offset(HumanoidBone.RIGHT_SHOULDER).x();

    private static final Hand LEFT_HAND = Hand.of(Limb.LEFT_ARM, BodyPoint.LEFT_INDEX, BodyPoint.LEFT_LITTLE,
            HumanoidBone.LEFT_INDEX_PROXIMAL, HumanoidBone.LEFT_LITTLE_PROXIMAL);
    private static final Hand RIGHT_HAND = Hand.of(Limb.RIGHT_ARM, BodyPoint.RIGHT_INDEX, BodyPoint.RIGHT_LITTLE,
            HumanoidBone.RIGHT_INDEX_PROXIMAL, HumanoidBone.RIGHT_LITTLE_PROXIMAL);

    private final Quaternion[] local = new Quaternion[HumanoidBone.all().size()];
    /** Of the frame that is being solved; a bone's is set before its children's. */
    private final Quaternion[] world = new Quaternion[local.length];
    private final MeasuredSkeleton skeleton = new MeasuredSkeleton();
    private boolean started;
    private long newestNanos;
    private double forget;

    /** Somebody who stands in the T-pose until more is known. */
    public HumanoidSolver() {
        Arrays.fill(local, Quaternion.IDENTITY);
    }

    /**
     * The posture in the next frame.
     *
     * @param captureNanos capture time; one that is not later than the last keeps lengths and twists as they were
     */
    public HumanoidPose solve(BodyPoints body, long captureNanos) {
        double seconds = started ? Math.max(0, (captureNanos - newestNanos) * 1e-9) : 0;
        started = true;
        newestNanos = captureNanos;
        forget = 1 - Math.exp(-seconds / FORGET_SECONDS);
        skeleton.advance(seconds);
        trunk(body);
        head(body);
        limb(body, Limb.LEFT_LEG);
        limb(body, Limb.RIGHT_LEG);
        foot(body, Limb.LEFT_LEG, BodyPoint.LEFT_HEEL, BodyPoint.LEFT_TOE);
        foot(body, Limb.RIGHT_LEG, BodyPoint.RIGHT_HEEL, BodyPoint.RIGHT_TOE);
        collar(body, HumanoidBone.LEFT_SHOULDER, Limb.LEFT_ARM, -COLLAR);
        collar(body, HumanoidBone.RIGHT_SHOULDER, Limb.RIGHT_ARM, COLLAR);
        limb(body, Limb.LEFT_ARM);
        limb(body, Limb.RIGHT_ARM);
        hand(body, LEFT_HAND);
        hand(body, RIGHT_HAND);
        return onTheFloor(new HumanoidPose(skeleton.skeleton(), Vec3.ZERO, List.of(local)));
    }

    private void trunk(BodyPoints body) {
        Vec3 hipLine = body.direction(BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP);
        Vec3 shoulderLine = body.direction(BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER);
        aim(HIPS, new Aims(Vec3.X, Vec3.Y), new Aims(hipLine, body.direction(BodyPoint.HIPS, BodyPoint.SPINE)));
        Vec3 hips = body.at(BodyPoint.HIPS);
        Vec3 middle = body.at(BodyPoint.SPINE);
        Vec3 rise = null;
        if (hips != null && middle != null) {
            rise = middle.minus(hips.plus(world[HIPS.ordinal()].rotate(SPINE_OFFSET)));
            skeleton.measure(CHEST, rise.length());
        }
        Vec3 between = hipLine == null || shoulderLine == null ? null
                : BodyPoints.unitOrNull(hipLine.plus(shoulderLine));
        Aims upAndRight = new Aims(Vec3.Y, Vec3.X);
        aim(SPINE, upAndRight, new Aims(rise == null ? null : BodyPoints.unitOrNull(rise), between));
        aim(CHEST, upAndRight, new Aims(body.direction(BodyPoint.SPINE, BodyPoint.THORAX), shoulderLine));
        keep(UPPER_CHEST);
        measureTrunk(body);
    }

    private void measureTrunk(BodyPoints body) {
        Vec3 middle = body.at(BodyPoint.SPINE);
        Vec3 thorax = body.at(BodyPoint.THORAX);
        if (middle != null && thorax != null) {
            double half = thorax.minus(middle).length() / 2;
            skeleton.measure(UPPER_CHEST, half);
            skeleton.measure(NECK, half);
            skeleton.measure(HumanoidBone.LEFT_SHOULDER, new Vec3(-COLLAR, half, 0));
            skeleton.measure(HumanoidBone.RIGHT_SHOULDER, new Vec3(COLLAR, half, 0));
        }
        Vec3 left = body.at(BodyPoint.LEFT_HIP);
        Vec3 right = body.at(BodyPoint.RIGHT_HIP);
        if (left != null && right != null) {
            skeleton.measure(HumanoidBone.LEFT_UPPER_LEG, right.minus(left).length() / 2);
            skeleton.measure(HumanoidBone.RIGHT_UPPER_LEG, right.minus(left).length() / 2);
        }
    }

    private void head(BodyPoints body) {
        Vec3 neck = body.direction(BodyPoint.THORAX, BodyPoint.HEAD);
        swing(NECK, NECK_AIM, neck);
        measure(HEAD, body, BodyPoint.THORAX, BodyPoint.HEAD);
        Vec3 nose = body.direction(BodyPoint.HEAD, BodyPoint.NOSE);
        Vec3 right = body.direction(BodyPoint.LEFT_EAR, BodyPoint.RIGHT_EAR);
        if (right == null && neck != null && nose != null && neck.cross(nose).length() > PARALLEL) {
            right = neck.cross(nose).unit();
        }
        aim(HEAD, new Aims(NOSE_AIM, Vec3.X), new Aims(nose, right));
    }

    /** The collar bone, which moves little but takes up all that the shoulder does. */
    private void collar(BodyPoints body, HumanoidBone collar, Limb arm, double x) {
        Vec3 thorax = body.at(BodyPoint.THORAX);
        Vec3 shoulder = body.at(arm.start());
        if (thorax == null || shoulder == null) {
            keep(collar);
            return;
        }
        Vec3 reach = shoulder.minus(thorax.plus(world[CHEST.ordinal()].rotate(new Vec3(x, 0, 0))));
        if (reach.dot(world[CHEST.ordinal()].rotate(arm.aim())) <= 0) {
            // A shoulder on the other side of the spine is an error, and nothing to turn round for.
            keep(collar);
            return;
        }
        swing(collar, arm.aim(), BodyPoints.unitOrNull(reach));
        skeleton.measure(arm.upper(), reach.length());
    }

    private void limb(BodyPoints body, Limb limb) {
        Vec3 upper = body.direction(limb.start(), limb.middle());
        Vec3 lower = body.direction(limb.middle(), limb.tip());
        measure(limb.lower(), body, limb.start(), limb.middle());
        measure(limb.end(), body, limb.middle(), limb.tip());
        if (upper == null) {
            keep(limb.upper());
            keep(limb.lower());
            return;
        }
        Vec3 expected = expectedHinge(limb, upper);
        Vec3 hinge = lower == null ? expected : Limb.hinge(upper, lower, expected);
        Aims rest = new Aims(limb.aim(), limb.hinge());
        aim(limb.upper(), rest, new Aims(upper, hinge));
        aim(limb.lower(), rest, new Aims(lower, hinge));
    }

    /** The hinge of the last frame carried along the shortest way, a little faded into that from the T-pose. */
    private Vec3 expectedHinge(Limb limb, Vec3 upper) {
        Quaternion parent = world[limb.upper().parent().ordinal()];
        Quaternion last = parent.times(local[limb.upper().ordinal()]);
        Vec3 carried = carry(last, limb, upper);
        Vec3 faded = BodyPoints.unitOrNull(carried.towards(carry(parent, limb, upper), forget).across(upper));
        return faded == null ? carried : faded;
    }

    private static Vec3 carry(Quaternion from, Limb limb, Vec3 upper) {
        return Quaternion.between(from.rotate(limb.aim()), upper).rotate(from.rotate(limb.hinge()));
    }

    private void hand(BodyPoints body, Hand hand) {
        Vec3 wrist = body.at(hand.arm.tip());
        Vec3 across = body.direction(hand.little, hand.index);
        Vec3 along = wrist == null || across == null ? null
                : BodyPoints.unitOrNull(body.at(hand.little).towards(body.at(hand.index), 0.5).minus(wrist));
        aim(hand.arm.end(), hand.rest, new Aims(along, across));
    }

    private void foot(BodyPoints body, Limb leg, BodyPoint heel, BodyPoint toe) {
        Vec3 knee = world[leg.lower().ordinal()].rotate(leg.hinge());
        aim(leg.end(), new Aims(Vec3.Z, leg.hinge()), new Aims(body.direction(heel, toe), knee));
    }

    private void measure(HumanoidBone bone, BodyPoints body, BodyPoint from, BodyPoint to) {
        if (body.direction(from, to) != null) {
            skeleton.measure(bone, body.at(to).minus(body.at(from)).length());
        }
    }

    /** A hand and its knuckles; along and across them in the T-pose. */
    private record Hand(Limb arm, BodyPoint index, BodyPoint little, Aims rest) {

        static Hand of(Limb arm, BodyPoint index, BodyPoint little, HumanoidBone indexBone, HumanoidBone littleBone) {
            Vec3 first = HumanoidSkeleton.STANDARD.offset(indexBone);
            Vec3 last = HumanoidSkeleton.STANDARD.offset(littleBone);
            return new Hand(arm, index, little, new Aims(first.plus(last).unit(), first.minus(last).unit()));
        }
    }

    /** Two directions by which a rotation is told, the first exactly; null where not known. */
    private record Aims(Vec3 first, Vec3 second) {

        boolean tellNothing() {
            return first == null || second == null || first.cross(second).length() < PARALLEL;
        }
    }

    /** Turns a bone whose directions are these in the T-pose. */
    private void aim(HumanoidBone bone, Aims rest, Aims now) {
        if (now.tellNothing()) {
            keep(bone);
        } else {
            turn(bone, Quaternion.between(rest.first, rest.second, now.first, now.second));
        }
    }

    /** Turns a bone the shortest way from where its parent carries it. */
    private void swing(HumanoidBone bone, Vec3 rest, Vec3 now) {
        Quaternion parent = world[bone.parent().ordinal()];
        if (now == null) {
            keep(bone);
        } else {
            turn(bone, Quaternion.between(parent.rotate(rest), now).times(parent));
        }
    }

    private void turn(HumanoidBone bone, Quaternion rotation) {
        int i = bone.ordinal();
        local[i] = parentOf(bone).inverse().times(rotation).unit().nearest(local[i]);
        world[i] = rotation;
    }

    private void keep(HumanoidBone bone) {
        world[bone.ordinal()] = parentOf(bone).times(local[bone.ordinal()]);
    }

    private Quaternion parentOf(HumanoidBone bone) {
        return bone.parent() == null ? Quaternion.IDENTITY : world[bone.parent().ordinal()];
    }

    private static HumanoidPose onTheFloor(HumanoidPose hanging) {
        List<Vec3> positions = hanging.worldPositions();
        double lowest = Collections.min(List.of(
                positions.get(HumanoidBone.LEFT_FOOT.ordinal()).y() - HumanoidSkeleton.ANKLE_HEIGHT,
                positions.get(HumanoidBone.RIGHT_FOOT.ordinal()).y() - HumanoidSkeleton.ANKLE_HEIGHT,
                positions.get(HumanoidBone.LEFT_TOES.ordinal()).y() - HumanoidSkeleton.TOE_HEIGHT,
                positions.get(HumanoidBone.RIGHT_TOES.ordinal()).y() - HumanoidSkeleton.TOE_HEIGHT));
        return new HumanoidPose(hanging.skeleton(), new Vec3(0, -lowest, 0), hanging.rotations());
    }
}
