package org.posestream.render;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Collects what is exactly known of a rendered clip as JSON. A frame holds the camera ({@code cameraFromWorld}: the
 * rows of R and then t, so that {@code p_camera = R p_world + t}) and for each person {@code joints3d} (Human3.6M-17,
 * metres in camera axes, not root-relative), {@code projected3d} (the same in image pixels), {@code joints2d} (COCO-17,
 * image pixels) and {@code visible2d} (COCO-17; 0 outside the image or hidden by something nearer, as seen in the
 * depth picture).
 */
public final class TruthWriter {

    /** A joint lies inside the body: the surface in front of it may be this much nearer. */
    private static final double JOINT_DEPTH_METRES = 0.14;

    private final StringBuilder out = new StringBuilder();
    private final PinholeCamera format;
    private boolean first = true;

    /** @param camera of the clip's size and focal length; @param video the clip's file name */
    public TruthWriter(PinholeCamera camera, String video) {
        format = camera;
        out.append("""
                {"video":"%s","framesPerSecond":%d,"imageWidth":%d,"imageHeight":%d,
                "intrinsics":{"fx":%s,"fy":%s,"cx":%s,"cy":%s},
                "topology3d":"h36m17","topology2d":"coco17",
                "frames":[
                """.formatted(video, (int) MocapClip.FRAMES_PER_SECOND, camera.width(), camera.height(),
                number(camera.focalPixels(), 4), number(camera.focalPixels(), 4), number(camera.centreX(), 4),
                number(camera.centreY(), 4)));
    }

    /** Adds a frame; the renderer must have rendered it last. */
    public void add(PinholeCamera camera, List<BodyPose> people, Renderer renderer) {
        out.append(first ? "" : ",\n").append("{\"cameraFromWorld\":[");
        first = false;
        StringJoiner values = new StringJoiner(",");
        Rotation r = camera.axes();
        Vec3 t = camera.toCamera(Vec3.ZERO);
        for (Vec3 row : new Vec3[] {r.x(), r.y(), r.z(), t}) {
            values.add(point(row, 3, 6));
        }
        out.append(values).append("],\"people\":[");
        StringJoiner persons = new StringJoiner(",");
        people.forEach(pose -> persons.add(person(camera, pose, renderer)));
        out.append(persons).append("]}");
    }

    public String json() {
        return out + "\n]}\n";
    }

    private String person(PinholeCamera camera, BodyPose pose, Renderer renderer) {
        StringJoiner joints3d = new StringJoiner(",", "{\"joints3d\":[", "]");
        StringJoiner projected = new StringJoiner(",", ",\"projected3d\":[", "]");
        for (Vec3 joint : pose.h36m17()) {
            Vec3 inCamera = camera.toCamera(joint);
            joints3d.add("[" + point(inCamera, 3, 4) + "]");
            projected.add("[" + point(camera.project(inCamera), 2, 1) + "]");
        }
        StringJoiner joints2d = new StringJoiner(",", ",\"joints2d\":[", "]");
        StringJoiner visible = new StringJoiner(",", ",\"visible2d\":[", "]}");
        for (Vec3 joint : pose.coco17()) {
            Vec3 pixel = camera.project(camera.toCamera(joint));
            joints2d.add("[" + point(pixel, 2, 1) + "]");
            visible.add(visible(pixel, renderer) ? "1" : "0");
        }
        return joints3d.toString() + projected + joints2d + visible;
    }

    private boolean visible(Vec3 pixel, Renderer renderer) {
        boolean inside = pixel.x() >= 0 && pixel.y() >= 0 && pixel.x() <= format.width() - 1
                && pixel.y() <= format.height() - 1;
        return inside && renderer.depthAt(pixel.x(), pixel.y()) > pixel.z() - JOINT_DEPTH_METRES;
    }

    private static String point(Vec3 v, int dims, int decimals) {
        String xy = number(v.x(), decimals) + "," + number(v.y(), decimals);
        return dims == 2 ? xy : xy + "," + number(v.z(), decimals);
    }

    /** A number with at most so many decimals and no needless zeros. */
    private static String number(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "").replaceAll("^-0$", "0") : text;
    }
}
