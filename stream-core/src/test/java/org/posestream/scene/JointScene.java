package org.posestream.scene;

import java.util.ArrayList;
import java.util.List;
import org.posestream.evaluate.ClipTruth;
import org.posestream.evaluate.TruePerson;
import org.posestream.render.PinholeCamera;
import org.posestream.render.Vec3;

/**
 * A scene as a camera sees it, with nothing but joints: where everybody's joints are in the image and which of them can
 * be seen. Somebody nearer hides what lies behind trunk, head or limbs; so do screens.
 */
final class JointScene {

    static final int JOINTS = 17;
    private static final int[][] LIMBS =
            {{5, 7}, {7, 9}, {6, 8}, {8, 10}, {11, 13}, {13, 15}, {12, 14}, {14, 16}};
    private static final double LIMB_METRES = 0.07;
    private static final double TRUNK_METRES = 0.18;
    private static final double HEAD_METRES = 0.12;
    private static final double BEHIND_METRES = 0.12;
    private static final double FAR_AWAY = -1e4;

    private final PinholeCamera camera;
    private final List<List<Body>> frames = new ArrayList<>();

    /**
     * Something upright that hides what is behind it.
     *
     * @param left its left edge, metres
     * @param right its right edge
     * @param top its height
     * @param z where it stands
     */
    record Screen(double left, double right, double top, double z) {
    }

    /**
     * One of the people in one frame.
     *
     * @param joints 17 x (x, y), image pixels
     * @param visible which of them can be seen
     * @param depth of the hips, metres; infinite for somebody who is not there
     */
    record Body(double[][] joints, boolean[] visible, double depth) {

        boolean isThere() {
            return depth < Double.POSITIVE_INFINITY;
        }

        int visibleJoints() {
            int count = 0;
            for (boolean joint : visible) {
                count += joint ? 1 : 0;
            }
            return count;
        }

        /** Pixels: the longer side of the joints' box. */
        double size() {
            double[] box = box(false);
            return Math.max(box[2], box[3]);
        }

        /** x, y, width and height of the joints with a margin. */
        double[] box(boolean visibleOnly) {
            double[] low = {1e9, 1e9};
            double[] high = {-1e9, -1e9};
            for (int k = 0; k < JOINTS; k++) {
                for (int d = 0; d < 2 && (visible[k] || !visibleOnly); d++) {
                    low[d] = Math.min(low[d], joints[k][d]);
                    high[d] = Math.max(high[d], joints[k][d]);
                }
            }
            double margin = 0.08 * Math.max(high[0] - low[0], high[1] - low[1]);
            return new double[] {low[0] - margin, low[1] - margin, high[0] - low[0] + 2 * margin,
                high[1] - low[1] + 2 * margin};
        }
    }

    JointScene(PinholeCamera camera, int frameCount, List<Actor> actors, List<Screen> screens) {
        this.camera = camera;
        for (int t = 0; t < frameCount; t++) {
            frames.add(see(t, actors, screens));
        }
    }

    int width() {
        return camera.width();
    }

    int height() {
        return camera.height();
    }

    /** Everybody, frame by frame, always in the same order. */
    List<List<Body>> frames() {
        return frames;
    }

    /** The truth in the form that {@code evaluate chain} takes; nothing is said of 3D. */
    ClipTruth truth(double framesPerSecond) {
        return new ClipTruth(framesPerSecond, width(), height(), frames.stream().map(people -> people.stream()
                .map(body -> new TruePerson(new double[JOINTS][3], body.joints(), body.visible())).toList()).toList());
    }

    private List<Body> see(int t, List<Actor> actors, List<Screen> screens) {
        Vec3[][] world = actors.stream().map(actor -> actor.at(t)).toArray(Vec3[][]::new);
        Vec3[][] inCamera = new Vec3[world.length][];
        List<Body> bodies = new ArrayList<>();
        for (int n = 0; n < world.length; n++) {
            inCamera[n] = world[n] == null ? null : toCamera(world[n]);
            bodies.add(body(inCamera[n]));
        }
        for (int n = 0; n < world.length; n++) {
            for (int k = 0; k < JOINTS && world[n] != null; k++) {
                bodies.get(n).visible[k] &= !isHidden(inCamera[n][k], n, bodies, screens);
            }
        }
        return bodies;
    }

    private Vec3[] toCamera(Vec3[] world) {
        Vec3[] joints = new Vec3[world.length];
        for (int k = 0; k < joints.length; k++) {
            joints[k] = camera.toCamera(world[k]);
        }
        return joints;
    }

    private Body body(Vec3[] joints) {
        double[][] pixels = new double[JOINTS][];
        boolean[] inside = new boolean[JOINTS];
        for (int k = 0; k < JOINTS; k++) {
            Vec3 pixel = joints == null ? new Vec3(FAR_AWAY + k, FAR_AWAY + 10 * k, 1) : camera.project(joints[k]);
            pixels[k] = new double[] {pixel.x(), pixel.y()};
            inside[k] = pixel.x() >= 0 && pixel.y() >= 0 && pixel.x() < width() && pixel.y() < height();
        }
        double depth = joints == null ? Double.POSITIVE_INFINITY : (joints[11].z() + joints[12].z()) / 2;
        return new Body(pixels, inside, depth);
    }

    private boolean isHidden(Vec3 joint, int owner, List<Body> bodies, List<Screen> screens) {
        Vec3 pixel = camera.project(joint);
        for (int n = 0; n < bodies.size(); n++) {
            if (n != owner && bodies.get(n).depth() < joint.z() - BEHIND_METRES && covers(bodies.get(n), pixel)) {
                return true;
            }
        }
        return screens.stream().anyMatch(screen -> covers(screen, joint, pixel));
    }

    private boolean covers(Screen screen, Vec3 joint, Vec3 pixel) {
        Vec3 topLeft = camera.toCamera(new Vec3(screen.left, screen.top, screen.z));
        Vec3 bottomRight = camera.toCamera(new Vec3(screen.right, 0, screen.z));
        Vec3 low = camera.project(topLeft);
        Vec3 high = camera.project(bottomRight);
        return topLeft.z() < joint.z() && pixel.x() > low.x() && pixel.x() < high.x() && pixel.y() > low.y()
                && pixel.y() < high.y();
    }

    private boolean covers(Body body, Vec3 pixel) {
        double scale = camera.focalPixels() / body.depth();
        double[][] j = body.joints();
        double[] shoulders = middle(j[5], j[6]);
        double[] hips = middle(j[11], j[12]);
        boolean covered = distance(pixel, shoulders, hips) < TRUNK_METRES * scale
                || distance(pixel, j[0], j[0]) < HEAD_METRES * scale;
        for (int[] limb : LIMBS) {
            covered |= distance(pixel, j[limb[0]], j[limb[1]]) < LIMB_METRES * scale;
        }
        return covered;
    }

    private static double[] middle(double[] a, double[] b) {
        return new double[] {(a[0] + b[0]) / 2, (a[1] + b[1]) / 2};
    }

    /** Of a point from the line between two points. */
    private static double distance(Vec3 p, double[] a, double[] b) {
        double dx = b[0] - a[0];
        double dy = b[1] - a[1];
        double length = dx * dx + dy * dy;
        double part = length == 0 ? 0
                : Math.max(0, Math.min(1, ((p.x() - a[0]) * dx + (p.y() - a[1]) * dy) / length));
        return Math.hypot(p.x() - a[0] - part * dx, p.y() - a[1] - part * dy);
    }
}
