package org.posestream.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.posestream.metrics.PoseErrors;
import org.posestream.pose.SkeletonTopology;
import org.posestream.pose.TopologyMapping;

/**
 * Compares what the program wrote of one person with what is exactly known of a rendered clip, frame by frame: joints
 * of COCO-17 in the picture, where they can be seen, and of Human3.6M-17 in space.
 */
final class PoseScore {

    private static final int PELVIS = SkeletonTopology.H36M_17.indexOf("pelvis");
    private static final double PCK_TORSOS = 0.2;
    private static final double MILLIMETRES = 1000;

    private final Map<Long, Integer> framesById = new HashMap<>();
    private int frames;
    private int found;
    private double pck;
    private double mpjpe;
    private double normalised;
    private double procrustes;

    /** Adds a frame; {@code person} is null when nobody was found in it. */
    void add(JsonNode person, JsonNode truth) {
        frames++;
        if (person == null) {
            return;
        }
        found++;
        framesById.merge(person.get("id").asLong(), 1, Integer::sum);
        pck += pck(joints(person, "2d", 2, SkeletonTopology.COCO_17), truth);
        double[][] pose = joints(person, "3d", 3, SkeletonTopology.H36M_17);
        double[][] exact = points(truth.get("joints3d"));
        mpjpe += PoseErrors.mpjpe(pose, exact, PELVIS) * MILLIMETRES;
        normalised += PoseErrors.normalisedMpjpe(pose, exact, PELVIS) * MILLIMETRES;
        procrustes += PoseErrors.procrustesMpjpe(pose, exact) * MILLIMETRES;
    }

    /** Share of the frames in which the person was found. */
    double recall() {
        return (double) found / frames;
    }

    /** Share of the frames under the identity that the person had for longest. */
    double identityRecall() {
        return framesById.values().stream().mapToInt(Integer::intValue).max().orElse(0) / (double) frames;
    }

    /** PCK@0.2 of the torso (middle of the shoulders to middle of the hips), of visible joints where found. */
    double pck() {
        return pck / found;
    }

    double mpjpeMillimetres() {
        return mpjpe / found;
    }

    double normalisedMpjpeMillimetres() {
        return normalised / found;
    }

    double procrustesMpjpeMillimetres() {
        return procrustes / found;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "found in %.1f %% of %d frames, under one id in %.1f %%, PCK@0.2 %.1f %%, "
                + "MPJPE %.1f mm, N-MPJPE %.1f mm, PA-MPJPE %.1f mm", recall() * 100, frames, identityRecall() * 100,
                pck() * 100, mpjpeMillimetres(), normalisedMpjpeMillimetres(), procrustesMpjpeMillimetres());
    }

    private static double pck(double[][] joints, JsonNode truth) {
        double[][] exact = points(truth.get("joints2d"));
        List<double[]> seen = new ArrayList<>();
        List<double[]> exactSeen = new ArrayList<>();
        for (int k = 0; k < exact.length; k++) {
            if (truth.get("visible2d").get(k).asInt() == 1) {
                seen.add(joints[k]);
                exactSeen.add(exact[k]);
            }
        }
        return PoseErrors.pck(seen.toArray(double[][]::new), exactSeen.toArray(double[][]::new),
                PCK_TORSOS * torso(exact));
    }

    private static double torso(double[][] coco) {
        SkeletonTopology topology = SkeletonTopology.COCO_17;
        double sum = 0;
        for (int d = 0; d < 2; d++) {
            double trunk = coco[topology.indexOf("left_shoulder")][d] + coco[topology.indexOf("right_shoulder")][d]
                    - coco[topology.indexOf("left_hip")][d] - coco[topology.indexOf("right_hip")][d];
            sum += trunk * trunk / 4;
        }
        return Math.sqrt(sum);
    }

    /** The person's joints in another topology, K x dims. */
    private static double[][] joints(JsonNode person, String suffix, int dims, SkeletonTopology target) {
        SkeletonTopology source = SkeletonTopology.byId(person.get("topology" + suffix).asText());
        double[][] points = points(person.get("joints" + suffix));
        float[] from = new float[points.length * (dims + 1)];
        for (int i = 0; i < from.length; i++) {
            from[i] = (float) points[i / (dims + 1)][i % (dims + 1)];
        }
        float[] to = new float[target.jointCount() * (dims + 1)];
        TopologyMapping.between(source, target).map(from, 0, dims, to, 0);
        double[][] joints = new double[target.jointCount()][dims];
        for (int k = 0; k < joints.length; k++) {
            for (int d = 0; d < dims; d++) {
                joints[k][d] = to[k * (dims + 1) + d];
            }
        }
        return joints;
    }

    private static double[][] points(JsonNode rows) {
        double[][] points = new double[rows.size()][];
        for (int k = 0; k < points.length; k++) {
            points[k] = new double[rows.get(k).size()];
            for (int d = 0; d < points[k].length; d++) {
                points[k][d] = rows.get(k).get(d).asDouble();
            }
        }
        return points;
    }
}
