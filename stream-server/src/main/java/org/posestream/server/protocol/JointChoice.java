package org.posestream.server.protocol;

import java.util.ArrayList;
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
        return source != null && (target == null || TopologyMapping.find(source, target).isPresent());
    }

    private SkeletonTopology wanted(SkeletonTopology source) {
        return target == null ? source : target;
    }

    private List<Keypoint2D> joints2d(PersonPose person) {
        List<Keypoint2D> joints = person.joints2d();
        if (joints.isEmpty() || wanted(person.topology2d()) == person.topology2d()) {
            return joints;
        }
        float[] from = new float[3 * joints.size()];
        for (int k = 0; k < joints.size(); k++) {
            from[3 * k] = joints.get(k).x();
            from[3 * k + 1] = joints.get(k).y();
            from[3 * k + 2] = joints.get(k).confidence();
        }
        float[] to = map(person.topology2d(), from, 2);
        List<Keypoint2D> mapped = new ArrayList<>(target.jointCount());
        for (int i = 0; i < to.length; i += 3) {
            mapped.add(new Keypoint2D(to[i], to[i + 1], to[i + 2]));
        }
        return mapped;
    }

    private List<Keypoint3D> joints3d(PersonPose person) {
        List<Keypoint3D> joints = person.joints3d();
        if (!joints.isEmpty() && wanted(person.topology3d()) != person.topology3d()) {
            joints = mapped3d(person);
        }
        return coordinates == CoordinatePreset.OPENCV ? joints : joints.stream().map(coordinates::convert).toList();
    }

    private List<Keypoint3D> mapped3d(PersonPose person) {
        List<Keypoint3D> joints = person.joints3d();
        float[] from = new float[4 * joints.size()];
        for (int k = 0; k < joints.size(); k++) {
            from[4 * k] = joints.get(k).x();
            from[4 * k + 1] = joints.get(k).y();
            from[4 * k + 2] = joints.get(k).z();
            from[4 * k + 3] = joints.get(k).confidence();
        }
        float[] to = map(person.topology3d(), from, 3);
        List<Keypoint3D> mapped = new ArrayList<>(target.jointCount());
        for (int i = 0; i < to.length; i += 4) {
            mapped.add(new Keypoint3D(to[i], to[i + 1], to[i + 2], to[i + 3]));
        }
        return mapped;
    }

    private float[] map(SkeletonTopology source, float[] from, int dims) {
        float[] to = new float[(dims + 1) * target.jointCount()];
        TopologyMapping.between(source, target).map(from, 0, dims, to, 0);
        return to;
    }
}
