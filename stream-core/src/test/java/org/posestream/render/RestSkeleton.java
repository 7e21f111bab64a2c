package org.posestream.render;

import java.util.EnumMap;
import java.util.Map;
import org.posestream.pose.SkeletonTopology;

/**
 * The joints of a body standing straight at the origin, arms held 45 degrees out: x to the person's left, y up, z
 * forward, metres. Lengths are fractions of the height after Drillis and Contini (1966), slightly fitted.
 */
public final class RestSkeleton {

    /** Arms in rest point this way: half way between hanging and level, so that skinning is good in both. */
    static final Vec3 LEFT_ARM = new Vec3(Math.sqrt(0.5), -Math.sqrt(0.5), 0);

    final BodyShape shape;
    final double scale;
    final double hipY;
    final double kneeY;
    final double ankleY;
    final double shoulderY;
    final Vec3 waist;
    final Vec3 neckBase;
    final Vec3 headPivot;
    private final Map<BodyBone, Vec3> origins = new EnumMap<>(BodyBone.class);
    private final Vec3[] face;

    /** @param shape whose proportions it takes */
    public RestSkeleton(BodyShape shape) {
        this.shape = shape;
        scale = shape.heightMetres() / 1.75;
        hipY = 0.905 * scale * shape.legFraction();
        ankleY = 0.085 * scale;
        kneeY = ankleY + (hipY - ankleY) * 0.495;
        double crown = shape.heightMetres();
        double trunk = crown - 0.342 * scale - hipY;
        shoulderY = hipY + trunk;
        waist = new Vec3(0, hipY + 0.36 * trunk, 0);
        neckBase = new Vec3(0, shoulderY + 0.062 * scale, -0.015 * scale);
        headPivot = new Vec3(0, crown - 0.165 * scale, 0);
        placeBones();
        face = new Vec3[] {head(0, -0.03, 0.113), head(0.033, 0.012, 0.085), head(-0.033, 0.012, 0.085),
            head(0.074, -0.004, 0), head(-0.074, -0.004, 0)};
    }

    private void placeBones() {
        double hipX = (0.090 + 0.006 * shape.femininity()) * scale;
        double shoulderX = (0.178 - 0.020 * shape.femininity()) * scale;
        origins.put(BodyBone.PELVIS, new Vec3(0, hipY, 0));
        origins.put(BodyBone.CHEST, waist);
        origins.put(BodyBone.NECK, neckBase);
        origins.put(BodyBone.HEAD, headPivot);
        Vec3 shoulder = new Vec3(shoulderX, shoulderY, -0.01 * scale);
        Vec3 elbow = shoulder.plus(LEFT_ARM.times(0.295 * scale));
        Vec3 wrist = elbow.plus(LEFT_ARM.times(0.255 * scale));
        putBoth(BodyBone.LEFT_UPPER_ARM, shoulder);
        putBoth(BodyBone.LEFT_FOREARM, elbow);
        putBoth(BodyBone.LEFT_HAND, wrist);
        putBoth(BodyBone.LEFT_THIGH, new Vec3(hipX, hipY, 0));
        putBoth(BodyBone.LEFT_SHIN, new Vec3(hipX, kneeY, 0));
        putBoth(BodyBone.LEFT_FOOT, new Vec3(hipX, ankleY, 0));
    }

    private void putBoth(BodyBone left, Vec3 origin) {
        origins.put(left, origin);
        origins.put(left.mirrored(), origin.mirrored());
    }

    /** Where a bone begins: its joint. */
    Vec3 origin(BodyBone bone) {
        return origins.get(bone);
    }

    /** A point of the head given from the middle of the skull at the height of the ears, scaled with the body. */
    Vec3 head(double x, double y, double z) {
        return headPivot.plus(new Vec3(x, y + 0.035, z).times(scale));
    }

    double length(BodyBone from, BodyBone to) {
        return origin(to).minus(origin(from)).length();
    }

    /** The rest position of a COCO-17 joint. */
    Vec3 coco(int joint) {
        return joint < face.length ? face[joint] : origin(cocoBone(joint));
    }

    /** The bone that carries a COCO-17 joint. */
    static BodyBone cocoBone(int joint) {
        String name = SkeletonTopology.COCO_17.joint(joint).name();
        String side = name.startsWith("left") ? "LEFT_" : "RIGHT_";
        return switch (name.substring(name.indexOf('_') + 1)) {
            case "shoulder" -> BodyBone.valueOf(side + "UPPER_ARM");
            case "elbow" -> BodyBone.valueOf(side + "FOREARM");
            case "wrist" -> BodyBone.valueOf(side + "HAND");
            case "hip" -> BodyBone.valueOf(side + "THIGH");
            case "knee" -> BodyBone.valueOf(side + "SHIN");
            case "ankle" -> BodyBone.valueOf(side + "FOOT");
            default -> BodyBone.HEAD;
        };
    }
}
