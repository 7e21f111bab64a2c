package org.posestream.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Puts a body into the poses of a clip. Only the clip's bone directions are taken (its sources place pelvis, spine and
 * shoulders differently); the lengths are the body's own. Twists that 17 joints do not tell follow from the bend of
 * knee and elbow; feet and hands continue their limbs; the soles are kept on the floor.
 */
public final class BodyPoser {

    private static final int PELVIS = 0;
    private static final int RIGHT_HIP = 1;
    private static final int LEFT_HIP = 4;
    private static final int SPINE = 7;
    private static final int THORAX = 8;
    private static final int HEAD = 10;
    private static final int LEFT_SHOULDER = 11;
    private static final int RIGHT_SHOULDER = 14;

    private final RestSkeleton rest;
    private final Map<BodyBone, Rotation> rotations = new EnumMap<>(BodyBone.class);
    private final Map<BodyBone, Vec3> origins = new EnumMap<>(BodyBone.class);
    private Vec3[] joints;
    private double floorY;

    /** @param rest the body that will be posed */
    public BodyPoser(RestSkeleton rest) {
        this.rest = rest;
    }

    /** The poses of a whole clip, y up, floor at 0, feet on it. */
    public List<BodyPose> pose(MocapClip clip) {
        Vec3[][] frames = smooth(clip.frames());
        floorY = ankleFloor(frames);
        List<BodyPose> poses = new ArrayList<>();
        for (Vec3[] frame : frames) {
            joints = frame;
            poses.add(poseOne());
        }
        return grounded(poses);
    }

    /** Binomial smoothing over five frames: takes away the quantisation of float16 and marker noise. */
    private static Vec3[][] smooth(Vec3[][] frames) {
        int[] weights = {1, 4, 6, 4, 1};
        Vec3[][] out = new Vec3[frames.length][17];
        for (int t = 0; t < frames.length; t++) {
            for (int k = 0; k < 17; k++) {
                Vec3 sum = Vec3.ZERO;
                for (int i = -2; i <= 2; i++) {
                    int at = Math.max(0, Math.min(frames.length - 1, t + i));
                    sum = sum.plus(frames[at][k].times(weights[i + 2] / 16.0));
                }
                out[t][k] = sum;
            }
        }
        return out;
    }

    /** The height of a standing ankle in the clip: the lower one's 10 % quantile. */
    private static double ankleFloor(Vec3[][] frames) {
        double[] lows = new double[frames.length];
        for (int t = 0; t < lows.length; t++) {
            lows[t] = Math.min(frames[t][3].y(), frames[t][6].y());
        }
        Arrays.sort(lows);
        return lows[lows.length / 10];
    }

    private BodyPose poseOne() {
        rotations.clear();
        origins.clear();
        poseTrunk();
        poseArm(BodyBone.LEFT_UPPER_ARM, BodyBone.LEFT_FOREARM, BodyBone.LEFT_HAND, LEFT_SHOULDER);
        poseArm(BodyBone.RIGHT_UPPER_ARM, BodyBone.RIGHT_FOREARM, BodyBone.RIGHT_HAND, RIGHT_SHOULDER);
        poseLeg(BodyBone.LEFT_THIGH, BodyBone.LEFT_SHIN, BodyBone.LEFT_FOOT, LEFT_HIP);
        poseLeg(BodyBone.RIGHT_THIGH, BodyBone.RIGHT_SHIN, BodyBone.RIGHT_FOOT, RIGHT_HIP);
        return new BodyPose(rest, new EnumMap<>(rotations), new EnumMap<>(origins));
    }

    private void poseTrunk() {
        Vec3 middle = joints[LEFT_HIP].lerp(joints[RIGHT_HIP], 0.5);
        // Half spine, half trunk: the sources place the spine's joint differently.
        Vec3 up = joints[SPINE].lerp(joints[THORAX], 0.5).minus(middle);
        Rotation pelvis = Rotation.fromXy(joints[LEFT_HIP].minus(joints[RIGHT_HIP]), up);
        Rotation chest = Rotation.fromXy(joints[LEFT_SHOULDER].minus(joints[RIGHT_SHOULDER]),
                joints[THORAX].minus(joints[SPINE]));
        double legs = (rest.hipY - rest.ankleY) / 0.85; // the archive's legs are 0.85 m from hip to ankle
        Vec3 root = new Vec3(joints[PELVIS].x() * legs, 0, joints[PELVIS].z() * legs);
        double rise = (middle.y() - floorY) * legs + rest.ankleY;
        place(BodyBone.PELVIS, pelvis, root.plus(Vec3.Y.times(rise)));
        place(BodyBone.CHEST, chest, carried(BodyBone.PELVIS, BodyBone.CHEST));
        // The head turns half as far as the neck's lean says: people keep their eyes level.
        Vec3 lean = joints[HEAD].minus(joints[THORAX]).unit();
        Vec3 neckUp = chest.y().lerp(lean, 0.5).unit();
        place(BodyBone.NECK, Rotation.fromXy(chest.x().reject(neckUp), neckUp),
                carried(BodyBone.CHEST, BodyBone.NECK));
        Vec3 headUp = neckUp.lerp(Vec3.Y, 0.45).unit();
        place(BodyBone.HEAD, Rotation.fromXy(chest.x().reject(headUp), headUp),
                carried(BodyBone.NECK, BodyBone.HEAD));
    }

    private void poseArm(BodyBone upper, BodyBone fore, BodyBone hand, int shoulder) {
        Vec3 restArm = upper == BodyBone.LEFT_UPPER_ARM ? RestSkeleton.LEFT_ARM : RestSkeleton.LEFT_ARM.mirrored();
        Vec3 upperDirection = joints[shoulder + 1].minus(joints[shoulder]).unit();
        Vec3 foreDirection = joints[shoulder + 2].minus(joints[shoulder + 1]).unit();
        Rotation chest = rotations.get(BodyBone.CHEST);
        Rotation swung = Rotation.between(chest.apply(restArm), upperDirection).after(chest);
        Rotation upperTurn = twisted(swung, upperDirection, foreDirection);
        // A raised arm lifts its shoulder: about 4 cm overhead.
        double lift = Math.max(0, upperDirection.dot(chest.y()) + 0.4) * 0.03 * rest.scale;
        place(upper, upperTurn, carried(BodyBone.CHEST, upper).plus(chest.y().times(lift)));
        Rotation foreTurn = Rotation.between(upperTurn.apply(restArm), foreDirection).after(upperTurn);
        place(fore, foreTurn, carried(upper, fore));
        place(hand, foreTurn, carried(fore, hand));
    }

    private void poseLeg(BodyBone thigh, BodyBone shin, BodyBone foot, int hip) {
        Vec3 thighDirection = joints[hip + 1].minus(joints[hip]).unit();
        Vec3 shinDirection = joints[hip + 2].minus(joints[hip + 1]).unit();
        Vec3 down = Vec3.Y.times(-1);
        Rotation pelvis = rotations.get(BodyBone.PELVIS);
        Rotation swung = Rotation.between(pelvis.apply(down), thighDirection).after(pelvis);
        Rotation thighTurn = twisted(swung, thighDirection, shinDirection.times(-1));
        place(thigh, thighTurn, carried(BodyBone.PELVIS, thigh));
        Rotation shinTurn = Rotation.between(thighTurn.apply(down), shinDirection).after(thighTurn);
        place(shin, shinTurn, carried(thigh, shin));
        place(foot, footTurn(shinTurn, joints[hip + 2].y() - floorY), carried(shin, foot));
    }

    /** Turns a limb about itself so that its front (z) faces the way its joint bends, as far as it is bent. */
    private static Rotation twisted(Rotation swung, Vec3 axis, Vec3 next) {
        Vec3 bend = next.reject(axis);
        double weight = smoothStep(0.15, 0.55, bend.length());
        Vec3 front = swung.z().reject(axis).unit();
        Vec3 wanted = front.lerp(bend.unit(), weight).unit();
        if (front.dot(wanted) < -0.2) {
            return swung;
        }
        return Rotation.between(front, wanted).after(swung);
    }

    /** A foot near the floor lies flat; a lifted one keeps its angle to the shin, toes a little down. */
    private static Rotation footTurn(Rotation shin, double ankleHeight) {
        Vec3 forward = shin.z();
        Vec3 flat = new Vec3(forward.x(), 0, forward.z()).unit();
        double lifted = smoothStep(0.02, 0.10, ankleHeight);
        Vec3 toe = flat.lerp(forward.lerp(shin.y().times(-1), 0.25).unit(), lifted).unit();
        Vec3 side = shin.x().reject(toe).unit();
        Vec3 level = new Vec3(side.x(), 0, side.z()).reject(toe).unit();
        Vec3 left = level.lerp(side, lifted).reject(toe).unit();
        return new Rotation(left, toe.cross(left), toe);
    }

    private void place(BodyBone bone, Rotation rotation, Vec3 origin) {
        rotations.put(bone, rotation);
        origins.put(bone, origin);
    }

    /** Where the joint of {@code bone} is when it is carried by another bone. */
    private Vec3 carried(BodyBone by, BodyBone bone) {
        Vec3 offset = rest.origin(bone).minus(rest.origin(by));
        return rotations.get(by).apply(offset).plus(origins.get(by));
    }

    /** Lifts or lowers each pose so that the lower sole touches the floor; jumps higher than 6 cm stay in the air. */
    private static List<BodyPose> grounded(List<BodyPose> poses) {
        double[] shift = new double[poses.size()];
        for (int t = 0; t < shift.length; t++) {
            double lowest = poses.get(t).lowestSole();
            shift[t] = -Math.min(0.06, lowest);
        }
        double[] soft = gaussian(shift, 2.5);
        List<BodyPose> out = new ArrayList<>();
        for (int t = 0; t < shift.length; t++) {
            double penetration = Math.max(0, -(poses.get(t).lowestSole() + soft[t]) - 0.004);
            out.add(poses.get(t).moved(new Vec3(0, soft[t] + penetration, 0)));
        }
        return out;
    }

    private static double[] gaussian(double[] values, double sigma) {
        int radius = (int) Math.ceil(3 * sigma);
        double[] out = new double[values.length];
        for (int t = 0; t < values.length; t++) {
            double sum = 0;
            double total = 0;
            for (int i = -radius; i <= radius; i++) {
                double weight = Math.exp(-0.5 * i * i / (sigma * sigma));
                sum += weight * values[Math.max(0, Math.min(values.length - 1, t + i))];
                total += weight;
            }
            out[t] = sum / total;
        }
        return out;
    }

    static double smoothStep(double low, double high, double value) {
        double t = Math.max(0, Math.min(1, (value - low) / (high - low)));
        return t * t * (3 - 2 * t);
    }
}
