package org.posestream.render;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.posestream.pose.SkeletonTopology;

/**
 * What is exactly known of one picture, in the form of COCO's person annotations: {@code bbox} (x, y, width, height, in
 * the picture) and 17 {@code keypoints} (x, y, v) in pixels, the centre of the upper left pixel at (0, 0); v is 2 for
 * visible, 1 for hidden by the body itself or something before it, 0 for outside the picture. Beyond COCO:
 * {@code full_bbox} also counts what is hidden or outside, {@code visible_share} is the share of the body's samples in
 * the picture that nothing hides.
 */
final class TrainingTruth {

    /** How far before a COCO-17 joint its own body's surface may lie, metres at a height of 1.75 m. */
    private static final double[] DEPTHS_METRES =
            {0.035, 0.035, 0.035, 0.04, 0.04, 0.11, 0.11, 0.08, 0.08, 0.065, 0.065, 0.18, 0.18, 0.11, 0.11, 0.09, 0.09};
    private static final double NEAR_METRES = 0.1;
    private static final int PEOPLE_A_PICTURE = 10;

    private final PinholeCamera camera;
    private final Renderer renderer;

    /** @param renderer that has just rendered the picture with this camera */
    TrainingTruth(PinholeCamera camera, Renderer renderer) {
        this.camera = camera;
        this.renderer = renderer;
    }

    /** The whole file from the pictures' and people's entries, each joined by commas. */
    static String file(String images, String people) {
        StringJoiner names = new StringJoiner("\",\"", "[\"", "\"]");
        for (int k = 0; k < SkeletonTopology.COCO_17.jointCount(); k++) {
            names.add(SkeletonTopology.COCO_17.joint(k).name());
        }
        return "{\"images\":[\n" + images + "\n],\n\"annotations\":[\n" + people + "\n],\n\"categories\":"
                + "[{\"id\":1,\"name\":\"person\",\"keypoints\":" + names + "}]}\n";
    }

    /** The picture's entry, a tab, and the entries of the people in it. */
    String line(int image, String name, Scene scene) {
        List<BodyMesh> people = scene.people();
        String[] joints = scene.poses().stream().map(this::keypoints).toArray(String[]::new);
        int[] seen = people.stream().mapToInt(renderer::samplesOf).toArray();
        StringJoiner entries = new StringJoiner(",");
        for (int i = 0; i < joints.length; i++) {
            int alone = renderer.samplesAlone(people.get(i), camera);
            if (alone > 0) {
                entries.add(String.format(Locale.ROOT,
                        "{\"id\":%d,\"image_id\":%d,\"category_id\":1,\"iscrowd\":0,%s,\"visible_share\":%.3f,%s}",
                        image * PEOPLE_A_PICTURE + i, image, boxes(people.get(i).mesh()), seen[i] / (double) alone,
                        joints[i]));
            }
        }
        return "{\"id\":%d,\"file_name\":\"%s\",\"width\":%d,\"height\":%d}\t%s".formatted(image, name, camera.width(),
                camera.height(), entries);
    }

    private String boxes(Mesh mesh) {
        double[] box = {Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
        float[] p = mesh.positions();
        for (int i = 0; i < p.length; i += 3) {
            Vec3 at = camera.toCamera(new Vec3(p[i], p[i + 1], p[i + 2]));
            if (at.z() > NEAR_METRES) {
                Vec3 pixel = camera.project(at);
                box[0] = Math.min(box[0], pixel.x());
                box[1] = Math.min(box[1], pixel.y());
                box[2] = Math.max(box[2], pixel.x());
                box[3] = Math.max(box[3], pixel.y());
            }
        }
        String full = box(box[0], box[1], box[2], box[3]);
        return "\"bbox\":" + box(Math.max(0, box[0]), Math.max(0, box[1]), Math.min(camera.width(), box[2]),
                Math.min(camera.height(), box[3])) + ",\"full_bbox\":" + full;
    }

    private static String box(double left, double top, double right, double bottom) {
        return String.format(Locale.ROOT, "[%.1f,%.1f,%.1f,%.1f]", left, top, right - left, bottom - top);
    }

    private String keypoints(BodyPose pose) {
        StringJoiner values = new StringJoiner(",", "[", "]");
        Vec3[] joints = pose.coco17();
        int inside = 0;
        for (int k = 0; k < joints.length; k++) {
            Vec3 pixel = camera.project(camera.toCamera(joints[k]));
            int visibility = visibility(pixel, DEPTHS_METRES[k] * pose.rest().scale);
            inside += visibility > 0 ? 1 : 0;
            values.add(String.format(Locale.ROOT, "%.1f,%.1f,%d", pixel.x(), pixel.y(), visibility));
        }
        return "\"num_keypoints\":" + inside + ",\"keypoints\":" + values;
    }

    private int visibility(Vec3 pixel, double depthMetres) {
        if (pixel.z() < NEAR_METRES || pixel.x() < 0 || pixel.y() < 0 || pixel.x() > camera.width() - 1
                || pixel.y() > camera.height() - 1) {
            return 0;
        }
        return renderer.depthAt(pixel.x(), pixel.y()) > pixel.z() - depthMetres ? 2 : 1;
    }
}
