package org.posestream.server.protocol;

import java.util.List;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.Keypoint3D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.SkeletonTopology;
import org.posestream.pose.TopologyMapping;

/**
 * Which joints a person is sent with.
 *
 * @param target the topology wanted; null for the joints as they come
 */
record JointChoice(SkeletonTopology target, Dimensions dimensions, CoordinatePreset coordinates) {

    /** Whether joints in the image are sent that come in this topology; null for none. */
    boolean has2d(SkeletonTopology source) {
        return dimensions.has2d() && canMap(source);
    }

    boolean has3d(SkeletonTopology source) {
        return dimensions.has3d() && canMap(source);
    }

    PersonPose apply(PersonPose person) {
        boolean image = has2d(person.topology2d());
        boolean space = has3d(person.topology3d());
        return new PersonPose(person.id(), person.state(), person.score(), person.box(),
                image ? wanted(person.topology2d()) : null,
                image ? joints2d(person) : List.of(),
                space ? wanted(person.topology3d()) : null,
                space ? joints3d(person) : List.of());
    }

    private boolean canMap(SkeletonTopology source) {
        return source != null && (target == null || TopologyMapping.exists(source, target));
    }

    private SkeletonTopology wanted(SkeletonTopology source) {
        return target == null ? source : target;
    }

    private List<Keypoint2D> joints2d(PersonPose person) {
        return isMapped(person.topology2d(), person.joints2d())
                ? TopologyMapping.between(person.topology2d(), target).map2d(person.joints2d()) : person.joints2d();
    }

    private List<Keypoint3D> joints3d(PersonPose person) {
        List<Keypoint3D> joints = isMapped(person.topology3d(), person.joints3d())
                ? TopologyMapping.between(person.topology3d(), target).map3d(person.joints3d()) : person.joints3d();
        return coordinates == CoordinatePreset.OPENCV ? joints : converted(joints);
    }

    /** Somebody lost has no joints, whatever their topology. */
    private boolean isMapped(SkeletonTopology source, List<?> joints) {
        return wanted(source) != source && !joints.isEmpty();
    }

    private List<Keypoint3D> converted(List<Keypoint3D> joints) {
        Keypoint3D[] converted = new Keypoint3D[joints.size()];
        for (int k = 0; k < converted.length; k++) {
            converted[k] = coordinates.convert(joints.get(k));
        }
        return List.of(converted);
    }
}
