package org.posestream.render;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Takes poses from clips and adds what clips do not tell: heading, where the head looks, people who lie. */
final class PoseSampler {

    private static final double HEAD_YAW_DEGREES = 28;
    private static final double HEAD_PITCH_DEGREES = 14;
    private static final double LEANING = 0.06;
    /** Shares of the head's turn that the neck takes. */
    private static final double NECK_SHARE = 0.4;

    private PoseSampler() {
    }

    /** The clip's middle frame, pelvis above the origin, lowest point on the floor; leaves the body in some pose. */
    static BodyPose pose(BodyMesh body, MocapClip clip, RandomGenerator random) {
        List<BodyPose> poses = new BodyPoser(body.rest()).pose(clip);
        BodyPose pose = looking(poses.get(poses.size() / 2), random);
        Rotation turn = Rotation.about(Vec3.Y, 2 * Math.PI * random.nextDouble());
        if (random.nextDouble() < LEANING) {
            double heading = 2 * Math.PI * random.nextDouble();
            Vec3 axis = new Vec3(Math.cos(heading), 0, Math.sin(heading));
            turn = Rotation.about(axis, Math.toRadians(20 + 80 * random.nextDouble())).after(turn);
        }
        BodyPose turned = turned(pose, turn);
        Vec3 pelvis = turned.origins().get(BodyBone.PELVIS);
        body.pose(turned);
        return turned.moved(new Vec3(-pelvis.x(), -lowest(body.mesh()), -pelvis.z()));
    }

    private static double lowest(Mesh mesh) {
        double lowest = Double.MAX_VALUE;
        for (int i = 1; i < mesh.positions().length; i += 3) {
            lowest = Math.min(lowest, mesh.positions()[i]);
        }
        return lowest;
    }

    private static BodyPose turned(BodyPose pose, Rotation turn) {
        Map<BodyBone, Rotation> rotations = new EnumMap<>(pose.rotations());
        Map<BodyBone, Vec3> origins = new EnumMap<>(pose.origins());
        rotations.replaceAll((bone, rotation) -> turn.after(rotation));
        origins.replaceAll((bone, origin) -> turn.apply(origin));
        return new BodyPose(pose.rest(), rotations, origins);
    }

    /** Turns and nods the head about the neck, which follows a part of the way. */
    private static BodyPose looking(BodyPose pose, RandomGenerator random) {
        double yaw = Math.toRadians(HEAD_YAW_DEGREES * Math.max(-2, Math.min(2, random.nextGaussian())));
        double pitch = Math.toRadians(HEAD_PITCH_DEGREES * Math.max(-2, Math.min(2, random.nextGaussian())));
        Map<BodyBone, Rotation> rotations = new EnumMap<>(pose.rotations());
        Map<BodyBone, Vec3> origins = new EnumMap<>(pose.origins());
        rotations.computeIfPresent(BodyBone.NECK, (bone, neck) -> look(yaw, pitch, NECK_SHARE, neck));
        rotations.computeIfPresent(BodyBone.HEAD, (bone, head) -> look(yaw, pitch, 1, head));
        RestSkeleton rest = pose.rest();
        Vec3 offset = rest.origin(BodyBone.HEAD).minus(rest.origin(BodyBone.NECK));
        origins.put(BodyBone.HEAD, rotations.get(BodyBone.NECK).apply(offset).plus(origins.get(BodyBone.NECK)));
        return new BodyPose(rest, rotations, origins);
    }

    private static Rotation look(double yaw, double pitch, double share, Rotation from) {
        Rotation nod = Rotation.about(from.x(), share * pitch).after(from);
        return Rotation.about(from.y(), share * yaw).after(nod);
    }
}
