package org.posestream.render;

import java.util.EnumMap;
import java.util.Map;
import org.posestream.pose.SkeletonTopology;
import org.posestream.pose.TopologyMapping;

/**
 * A body in one moment: where each bone has gone from rest.
 *
 * @param rest the body it is a pose of
 * @param rotations rest to world, a bone
 * @param origins world position of each bone's joint
 */
public record BodyPose(RestSkeleton rest, Map<BodyBone, Rotation> rotations, Map<BodyBone, Vec3> origins) {

    /** Where a point of the resting body that is fixed to a bone has gone. */
    Vec3 toWorld(BodyBone bone, Vec3 restPoint) {
        return rotations.get(bone).apply(restPoint.minus(rest.origin(bone))).plus(origins.get(bone));
    }

    /** World positions of the COCO-17 joints. */
    public Vec3[] coco17() {
        Vec3[] joints = new Vec3[SkeletonTopology.COCO_17.jointCount()];
        for (int k = 0; k < joints.length; k++) {
            joints[k] = toWorld(RestSkeleton.cocoBone(k), rest.coco(k));
        }
        return joints;
    }

    /** World positions of the Human3.6M-17 joints, made from COCO-17 by the product's own mapping. */
    public Vec3[] h36m17() {
        Vec3[] coco = coco17();
        int[][] sources = TopologyMapping.COCO_17_TO_H36M_17.sources();
        Vec3[] joints = new Vec3[sources.length];
        for (int k = 0; k < joints.length; k++) {
            Vec3 sum = Vec3.ZERO;
            for (int source : sources[k]) {
                sum = sum.plus(coco[source]);
            }
            joints[k] = sum.times(1.0 / sources[k].length);
        }
        return joints;
    }

    /** The same pose moved as a whole. */
    public BodyPose moved(Vec3 by) {
        Map<BodyBone, Vec3> moved = new EnumMap<>(origins);
        moved.replaceAll((bone, origin) -> origin.plus(by));
        return new BodyPose(rest, rotations, moved);
    }

    /** Height of the lowest point of both soles (heel and ball) above the floor. */
    double lowestSole() {
        double lowest = Double.MAX_VALUE;
        for (BodyBone foot : new BodyBone[] {BodyBone.LEFT_FOOT, BodyBone.RIGHT_FOOT}) {
            Vec3 ankle = rest.origin(foot);
            for (double z : new double[] {-0.06, 0.14}) {
                Vec3 sole = new Vec3(ankle.x(), 0, z * rest.scale);
                lowest = Math.min(lowest, toWorld(foot, sole).y());
            }
        }
        return lowest;
    }
}
