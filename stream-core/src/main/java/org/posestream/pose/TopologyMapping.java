package org.posestream.pose;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the joints of one topology from those of another: each target joint is the mean of one or more source joints,
 * and as sure as the least sure of them.
 *
 * @param source topology of the joints that come in
 * @param target topology of the joints that go out
 * @param sources for each target joint the indices of its source joints (at least one)
 */
public record TopologyMapping(SkeletonTopology source, SkeletonTopology target, int[][] sources) {

    /**
     * COCO-17 to Human3.6M-17. Pelvis and thorax are the mid-points of hips and shoulders, spine the mid-point of
     * those two, head the mid-point of the ears, neck the nose (as the lifters are trained).
     */
    public static final TopologyMapping COCO_17_TO_H36M_17 = toH36m(SkeletonTopology.COCO_17);

    /** BlazePose-33 to Human3.6M-17, by the same rules. */
    public static final TopologyMapping BLAZEPOSE_33_TO_H36M_17 = toH36m(SkeletonTopology.BLAZEPOSE_33);

    /** BlazePose-33 to COCO-17: the joints of the same name. */
    public static final TopologyMapping BLAZEPOSE_33_TO_COCO_17 =
            byName(SkeletonTopology.BLAZEPOSE_33, SkeletonTopology.COCO_17, Map.of());

    public TopologyMapping {
        if (sources.length != target.jointCount()) {
            throw new IllegalArgumentException("mapping to " + target + " needs " + target.jointCount()
                    + " rows, but has " + sources.length);
        }
        for (int[] row : sources) {
            for (int index : row) {
                if (index < 0 || index >= source.jointCount()) {
                    throw new IllegalArgumentException("joint " + index + " is not in " + source);
                }
            }
        }
    }

    private static final List<TopologyMapping> ALL =
            List.of(COCO_17_TO_H36M_17, BLAZEPOSE_33_TO_H36M_17, BLAZEPOSE_33_TO_COCO_17);

    /** The mapping between two topologies; the identity where both are the same. */
    public static TopologyMapping between(SkeletonTopology source, SkeletonTopology target) {
        if (source == target) {
            return byName(source, target, Map.of());
        }
        for (int i = 0; i < ALL.size(); i++) {
            if (ALL.get(i).source == source && ALL.get(i).target == target) {
                return ALL.get(i);
            }
        }
        throw new IllegalArgumentException("no mapping from topology " + source + " to " + target);
    }

    /** Whether there is one. */
    public static boolean exists(SkeletonTopology source, SkeletonTopology target) {
        for (int i = 0; i < ALL.size(); i++) {
            if (ALL.get(i).source == source && ALL.get(i).target == target) {
                return true;
            }
        }
        return source == target;
    }

    /**
     * Maps one person's joints.
     *
     * @param from K source joints, {@code dims} values and then the confidence each
     * @param fromOffset first value of the person in {@code from}
     * @param dims 2 or 3
     * @param to receives K' target joints, {@code dims} values and then the confidence each
     * @param toOffset first value of the person in {@code to}
     */
    public void map(float[] from, int fromOffset, int dims, float[] to, int toOffset) {
        int stride = dims + 1;
        for (int k = 0; k < sources.length; k++) {
            int[] row = sources[k];
            int out = toOffset + k * stride;
            for (int d = 0; d < dims; d++) {
                float sum = 0;
                for (int index : row) {
                    sum += from[fromOffset + index * stride + d];
                }
                to[out + d] = sum / row.length;
            }
            float confidence = Float.MAX_VALUE;
            for (int index : row) {
                confidence = Math.min(confidence, from[fromOffset + index * stride + dims]);
            }
            to[out + dims] = confidence;
        }
    }

    /** Maps one person's joints in the image, K of them to K'. */
    public List<Keypoint2D> map2d(List<Keypoint2D> from) {
        Keypoint2D[] to = new Keypoint2D[sources.length];
        for (int k = 0; k < to.length; k++) {
            float x = 0;
            float y = 0;
            float confidence = Float.MAX_VALUE;
            for (int index : sources[k]) {
                Keypoint2D joint = from.get(index);
                x += joint.x();
                y += joint.y();
                confidence = Math.min(confidence, joint.confidence());
            }
            to[k] = new Keypoint2D(x / sources[k].length, y / sources[k].length, confidence);
        }
        return List.of(to);
    }

    /** Maps one person's joints in space, K of them to K'. */
    public List<Keypoint3D> map3d(List<Keypoint3D> from) {
        Keypoint3D[] to = new Keypoint3D[sources.length];
        for (int k = 0; k < to.length; k++) {
            float x = 0;
            float y = 0;
            float z = 0;
            float confidence = Float.MAX_VALUE;
            for (int index : sources[k]) {
                Keypoint3D joint = from.get(index);
                x += joint.x();
                y += joint.y();
                z += joint.z();
                confidence = Math.min(confidence, joint.confidence());
            }
            int count = sources[k].length;
            to[k] = new Keypoint3D(x / count, y / count, z / count, confidence);
        }
        return List.of(to);
    }

    private static TopologyMapping toH36m(SkeletonTopology source) {
        Map<String, String[]> means = new HashMap<>();
        means.put("pelvis", new String[] {"left_hip", "right_hip"});
        means.put("thorax", new String[] {"left_shoulder", "right_shoulder"});
        means.put("spine", new String[] {"left_hip", "right_hip", "left_shoulder", "right_shoulder"});
        means.put("neck", new String[] {"nose"});
        means.put("head", new String[] {"left_ear", "right_ear"});
        return byName(source, SkeletonTopology.H36M_17, means);
    }

    private static TopologyMapping byName(SkeletonTopology source, SkeletonTopology target,
            Map<String, String[]> means) {
        int[][] rows = new int[target.jointCount()][];
        for (int k = 0; k < rows.length; k++) {
            String name = target.joint(k).name();
            String[] names = means.getOrDefault(name, new String[] {name});
            rows[k] = new int[names.length];
            for (int i = 0; i < names.length; i++) {
                rows[k][i] = source.indexOf(names[i]);
            }
        }
        return new TopologyMapping(source, target, rows);
    }
}
