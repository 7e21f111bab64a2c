package org.posestream.rig;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.posestream.pose.Joint;
import org.posestream.pose.Keypoint3D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.SkeletonTopology;

/**
 * Where the points of a body are, Unity's axes as in the package's description, metres from the pelvis. Points that are
 * not known, not finite or not trusted are left out.
 */
public final class BodyPoints {

    /** Below this a joint is a guess: the networks count joints from here on as seen. */
    static final float MIN_CONFIDENCE = 0.2f;

    private static final Map<SkeletonTopology, Map<BodyPoint, int[]>> SOURCES = Map.of(
            SkeletonTopology.H36M_17, sources(SkeletonTopology.H36M_17, Map.of(
                    // What the topology calls neck is the nose, in what the lifters are trained on.
                    BodyPoint.NOSE, List.of("neck"), BodyPoint.HEAD, List.of("head"),
                    BodyPoint.SPINE, List.of("spine"), BodyPoint.THORAX, List.of("thorax"))),
            SkeletonTopology.BLAZEPOSE_33, sources(SkeletonTopology.BLAZEPOSE_33, Map.of(
                    BodyPoint.HEAD, List.of("left_ear", "right_ear"),
                    BodyPoint.SPINE, List.of("left_hip", "right_hip", "left_shoulder", "right_shoulder"),
                    BodyPoint.THORAX, List.of("left_shoulder", "right_shoulder"),
                    BodyPoint.LEFT_TOE, List.of("left_foot_index"), BodyPoint.RIGHT_TOE, List.of("right_foot_index"),
                    BodyPoint.LEFT_LITTLE, List.of("left_pinky"), BodyPoint.RIGHT_LITTLE, List.of("right_pinky"))));

    private final Map<BodyPoint, Vec3> points = new EnumMap<>(BodyPoint.class);

    private BodyPoints() {
    }

    /** Whether joints of this topology tell the points; null is none. */
    public static boolean areKnownBy(SkeletonTopology topology) {
        return topology != null && SOURCES.containsKey(topology);
    }

    /**
     * The points that a person's 3D joints tell.
     *
     * @throws IllegalArgumentException for a topology that is not {@link #areKnownBy known}
     */
    public static BodyPoints of(PersonPose person) {
        if (!areKnownBy(person.topology3d())) {
            throw new IllegalArgumentException("joints of topology " + person.topology3d() + " tell no rotations");
        }
        BodyPoints body = new BodyPoints();
        if (!person.joints3d().isEmpty()) {
            SOURCES.get(person.topology3d()).forEach((point, joints) -> body.add(point, person.joints3d(), joints));
        }
        return body;
    }

    /** Where the point is, or null. */
    Vec3 at(BodyPoint point) {
        return points.get(point);
    }

    /** From one point to another, or null when either is not known or both are the same. */
    Vec3 direction(BodyPoint from, BodyPoint to) {
        Vec3 a = at(from);
        Vec3 b = at(to);
        return a == null || b == null ? null : unitOrNull(b.minus(a));
    }

    /** The direction of a vector, or null of one that is too short to have any: a millimetre. */
    static Vec3 unitOrNull(Vec3 vector) {
        return vector.length() < 1e-3 ? null : vector.unit();
    }

    private void add(BodyPoint point, List<Keypoint3D> joints, int[] indices) {
        Vec3 sum = Vec3.ZERO;
        for (int index : indices) {
            Keypoint3D joint = joints.get(index);
            if (!(joint.confidence() >= MIN_CONFIDENCE)) {
                return;
            }
            sum = sum.minus(new Vec3(joint.x(), joint.y(), joint.z()));
        }
        if (sum.isFinite()) {
            points.put(point, sum.times(1.0 / indices.length));
        }
    }

    private static Map<BodyPoint, int[]> sources(SkeletonTopology topology, Map<BodyPoint, List<String>> named) {
        Map<BodyPoint, int[]> sources = new EnumMap<>(BodyPoint.class);
        List<String> known = topology.joints().stream().map(Joint::name).toList();
        for (BodyPoint point : BodyPoint.values()) {
            List<String> names = point == BodyPoint.HIPS ? List.of("left_hip", "right_hip")
                    : named.getOrDefault(point, List.of(point.name().toLowerCase(Locale.ROOT)));
            if (known.containsAll(names)) {
                sources.put(point, names.stream().mapToInt(topology::indexOf).toArray());
            }
        }
        return sources;
    }
}
