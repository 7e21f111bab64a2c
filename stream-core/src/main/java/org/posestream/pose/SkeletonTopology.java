package org.posestream.pose;

import java.util.ArrayList;
import java.util.List;

/**
 * The order, names and bones of a set of joints; the only place where an index has a meaning.
 *
 * <p>Sigmas of COCO-17 are those of the COCO keypoint evaluation; joints that COCO lacks carry the sigma of the
 * nearest one it has.
 */
public final class SkeletonTopology {

    /** COCO-17: nose, eyes, ears, shoulders, elbows, wrists, hips, knees, ankles; left before right. */
    public static final SkeletonTopology COCO_17 = new Builder("coco17")
            .joint("nose", -1, 0, 0.026f)
            .joint("left_eye", 0, 2, 0.025f).joint("right_eye", 0, 1, 0.025f)
            .joint("left_ear", 1, 4, 0.035f).joint("right_ear", 2, 3, 0.035f)
            .joint("left_shoulder", 0, 6, 0.079f).joint("right_shoulder", 0, 5, 0.079f)
            .joint("left_elbow", 5, 8, 0.072f).joint("right_elbow", 6, 7, 0.072f)
            .joint("left_wrist", 7, 10, 0.062f).joint("right_wrist", 8, 9, 0.062f)
            .joint("left_hip", 5, 12, 0.107f).joint("right_hip", 6, 11, 0.107f)
            .joint("left_knee", 11, 14, 0.087f).joint("right_knee", 12, 13, 0.087f)
            .joint("left_ankle", 13, 16, 0.089f).joint("right_ankle", 14, 15, 0.089f)
            .build();

    /** Human3.6M-17: pelvis first (the root of every root-relative skeleton), right before left. */
    public static final SkeletonTopology H36M_17 = new Builder("h36m17")
            .joint("pelvis", -1, 0, 0.107f)
            .joint("right_hip", 0, 4, 0.107f).joint("right_knee", 1, 5, 0.087f).joint("right_ankle", 2, 6, 0.089f)
            .joint("left_hip", 0, 1, 0.107f).joint("left_knee", 4, 2, 0.087f).joint("left_ankle", 5, 3, 0.089f)
            .joint("spine", 0, 7, 0.107f).joint("thorax", 7, 8, 0.079f)
            .joint("neck", 8, 9, 0.026f).joint("head", 9, 10, 0.035f)
            .joint("left_shoulder", 8, 14, 0.079f).joint("left_elbow", 11, 15, 0.072f)
            .joint("left_wrist", 12, 16, 0.062f)
            .joint("right_shoulder", 8, 11, 0.079f).joint("right_elbow", 14, 12, 0.072f)
            .joint("right_wrist", 15, 13, 0.062f)
            .build();

    /** BlazePose-33: face, arms with three finger joints, legs with heel and toe; left before right. */
    public static final SkeletonTopology BLAZEPOSE_33 = new Builder("blazepose33")
            .joint("nose", -1, 0, 0.026f)
            .joint("left_eye_inner", 0, 4, 0.025f).joint("left_eye", 1, 5, 0.025f)
            .joint("left_eye_outer", 2, 6, 0.025f)
            .joint("right_eye_inner", 0, 1, 0.025f).joint("right_eye", 4, 2, 0.025f)
            .joint("right_eye_outer", 5, 3, 0.025f)
            .joint("left_ear", 3, 8, 0.035f).joint("right_ear", 6, 7, 0.035f)
            .joint("mouth_left", 0, 10, 0.026f).joint("mouth_right", 0, 9, 0.026f)
            .joint("left_shoulder", 0, 12, 0.079f).joint("right_shoulder", 0, 11, 0.079f)
            .joint("left_elbow", 11, 14, 0.072f).joint("right_elbow", 12, 13, 0.072f)
            .joint("left_wrist", 13, 16, 0.062f).joint("right_wrist", 14, 15, 0.062f)
            .joint("left_pinky", 15, 18, 0.062f).joint("right_pinky", 16, 17, 0.062f)
            .joint("left_index", 15, 20, 0.062f).joint("right_index", 16, 19, 0.062f)
            .joint("left_thumb", 15, 22, 0.062f).joint("right_thumb", 16, 21, 0.062f)
            .joint("left_hip", 11, 24, 0.107f).joint("right_hip", 12, 23, 0.107f)
            .joint("left_knee", 23, 26, 0.087f).joint("right_knee", 24, 25, 0.087f)
            .joint("left_ankle", 25, 28, 0.089f).joint("right_ankle", 26, 27, 0.089f)
            .joint("left_heel", 27, 30, 0.089f).joint("right_heel", 28, 29, 0.089f)
            .joint("left_foot_index", 27, 32, 0.089f).joint("right_foot_index", 28, 31, 0.089f)
            .build();

    private static final List<SkeletonTopology> ALL = List.of(COCO_17, H36M_17, BLAZEPOSE_33);

    private final String id;
    private final List<Joint> joints;

    private SkeletonTopology(String id, List<Joint> joints) {
        this.id = id;
        this.joints = List.copyOf(joints);
    }

    /** The topology with this id, as written in model cards and in the output. */
    public static SkeletonTopology byId(String id) {
        return ALL.stream().filter(t -> t.id.equals(id)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("topology must be one of " + ALL + ", but was '" + id + "'"));
    }

    /** Every topology there is. */
    public static List<SkeletonTopology> all() {
        return ALL;
    }

    /** The name used in model cards and in the output, for example {@code coco17}. */
    public String id() {
        return id;
    }

    /** K. */
    public int jointCount() {
        return joints.size();
    }

    public Joint joint(int index) {
        return joints.get(index);
    }

    public List<Joint> joints() {
        return joints;
    }

    /** Index of the joint with this name. */
    public int indexOf(String jointName) {
        for (int k = 0; k < joints.size(); k++) {
            if (joints.get(k).name().equals(jointName)) {
                return k;
            }
        }
        throw new IllegalArgumentException("topology " + id + " has no joint '" + jointName + "'");
    }

    @Override
    public String toString() {
        return id;
    }

    private static final class Builder {
        private final String id;
        private final List<Joint> joints = new ArrayList<>();

        Builder(String id) {
            this.id = id;
        }

        Builder joint(String name, int parent, int mirror, float oksSigma) {
            joints.add(new Joint(name, parent, mirror, oksSigma));
            return this;
        }

        SkeletonTopology build() {
            return new SkeletonTopology(id, joints);
        }
    }
}
