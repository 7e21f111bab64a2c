package org.posestream.scene;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.posestream.frame.PersonBuffer;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.SkeletonTopology;

/**
 * A detector and a top-down 2D network as they would see a scene, errors included: the detector misses people, more
 * often the less of them can be seen, makes one box of two who overlap, and sees ghosts; the 2D network finds whoever
 * fills the crop best, now and then the other one, guesses hidden joints and exchanges sides. The same seed makes the
 * same errors; both must be asked once a frame, in order.
 */
final class SimulatedNetworks {

    private static final SkeletonTopology COCO = SkeletonTopology.COCO_17;
    private static final double CROP = 1.25;
    private static final double SUPPRESSION_IOU = 0.6;
    /** The second best fit must be this share of the best for the network to be taken in by it. */
    private static final double RIVAL = 0.7;
    /** Of a standing figure, in heights. */
    private static final double[] DOWN =
            {.1, .1, .1, .1, .1, .2, .2, .35, .35, .5, .5, .52, .52, .73, .73, .95, .95};
    private static final double GHOST_FRAMES = 15;
    private static final double FRAMES_PER_SECOND = 30;

    private final JointScene scene;
    private final NetworkErrors errors;
    private final Random random;
    private final List<PersonErrors> people = new ArrayList<>();
    private final List<double[]> ghosts = new ArrayList<>();
    private int frame = -1;

    /** A box and what the detector thinks of it. */
    private record Find(double[] box, double score) {
    }

    SimulatedNetworks(JointScene scene, NetworkErrors errors, long seed) {
        this.scene = scene;
        this.errors = errors;
        random = new Random(seed);
        scene.frames().get(0).forEach(body -> people.add(new PersonErrors(random, errors)));
    }

    /** Goes on to the next frame. */
    void nextFrame() {
        frame++;
        people.forEach(PersonErrors::nextFrame);
        ghosts.removeIf(ghost -> random.nextDouble() < 1 / GHOST_FRAMES);
        if (random.nextDouble() < errors.ghosts() / FRAMES_PER_SECOND) {
            double height = 120 + 250 * random.nextDouble();
            ghosts.add(new double[] {random.nextDouble() * (scene.width() - 0.4 * height),
                random.nextDouble() * (scene.height() - height), 0.4 * height, height,
                0.2 + 0.35 * random.nextDouble()});
        }
    }

    /** Boxes and scores, without joints. */
    void detect(PersonBuffer into) {
        List<Find> finds = new ArrayList<>();
        List<JointScene.Body> bodies = scene.frames().get(frame);
        for (int n = 0; n < bodies.size(); n++) {
            if (bodies.get(n).isThere() && isDetected(bodies.get(n), people.get(n))) {
                finds.add(find(bodies.get(n), people.get(n)));
            }
        }
        ghosts.forEach(ghost -> finds.add(new Find(ghost, ghost[4] + 0.2)));
        finds.sort(Comparator.comparingDouble(Find::score).reversed());
        List<Find> kept = new ArrayList<>();
        for (Find find : finds) {
            if (kept.stream().noneMatch(better -> iou(better.box, find.box) > SUPPRESSION_IOU)) {
                kept.add(find);
                into.add((float) find.box[0], (float) find.box[1], (float) find.box[2], (float) find.box[3],
                        (float) Math.max(0.05, Math.min(1, find.score)));
            }
        }
    }

    private boolean isDetected(JointScene.Body body, PersonErrors error) {
        double visible = body.visibleJoints() / (double) JointScene.JOINTS;
        double missed = visible >= 0.7 ? 0.04 : visible >= 0.4 ? 0.2 : visible >= 0.2 ? 0.6 : 0.97;
        return error.mood > quantile(Math.min(0.97, missed * errors.misses()));
    }

    /** Of the normal distribution, by the logistic one. */
    private static double quantile(double share) {
        return Math.log(share / (1 - share)) / 1.702;
    }

    private static Find find(JointScene.Body body, PersonErrors error) {
        double[] box = body.box(true);
        double size = body.size();
        for (int i = 0; i < 4; i++) {
            box[i] += 0.015 * size * error.box[i];
        }
        double visible = body.visibleJoints() / (double) JointScene.JOINTS;
        return new Find(box, 0.3 + 0.6 * Math.min(1, visible / 0.8) + 0.06 * error.box[4]);
    }

    /** Joints and scores for the boxes. */
    void estimate(PersonBuffer into) {
        for (int n = 0; n < into.count(); n++) {
            BoundingBox box = into.box(n);
            double[] crop = {box.x(), box.y(), box.width(), box.height()};
            int best = bestFit(crop, -1);
            int rival = best < 0 ? -1 : bestFit(crop, best);
            boolean mixed = rival >= 0 && people.get(best).mixesUp
                    && fit(crop, rival, true) > RIVAL * fit(crop, best, true);
            double[] ghost = ghostIn(crop);
            if (best >= 0 && fit(crop, best, true) > 0.08) {
                write(into, n, mixed ? rival : best, crop);
            } else {
                writeNobody(into, n, crop, ghost == null ? 0.08 : ghost[4]);
            }
        }
    }

    private int bestFit(double[] crop, int except) {
        int best = -1;
        for (int n = 0; n < people.size(); n++) {
            if (n != except && scene.frames().get(frame).get(n).isThere()
                    && (best < 0 || fit(crop, n, true) > fit(crop, best, true))) {
                best = n;
            }
        }
        return best;
    }

    /** How well a person fills the crop; those who are hidden hardly do. */
    private double fit(double[] crop, int person, boolean byVisibility) {
        JointScene.Body body = scene.frames().get(frame).get(person);
        double visible = body.visibleJoints() / (double) JointScene.JOINTS;
        return iou(crop, body.box(false)) * (byVisibility ? 0.1 + 0.9 * visible : 1);
    }

    private double[] ghostIn(double[] crop) {
        return ghosts.stream().filter(ghost -> iou(ghost, crop) > 0.3).findFirst().orElse(null);
    }

    private void write(PersonBuffer into, int n, int person, double[] crop) {
        JointScene.Body body = scene.frames().get(frame).get(person);
        PersonErrors error = people.get(person);
        int offset = into.offset2d(n);
        for (int k = 0; k < JointScene.JOINTS; k++) {
            int source = isFlipped(error, k) ? COCO.joint(k).mirror() : k;
            boolean visible = body.visible()[source];
            double deviation = body.size() * (visible ? errors.jitter() * difficulty(k) : 0.05);
            double x = body.joints()[source][0] + deviation * error.offsets[2 * source];
            double y = body.joints()[source][1] + deviation * error.offsets[2 * source + 1];
            double insideX = clamp(x, crop[0] + crop[2] / 2, crop[2] * CROP / 2);
            double insideY = clamp(y, crop[1] + crop[3] / 2, crop[3] * CROP / 2);
            boolean inside = Math.hypot(x - insideX, y - insideY) < 0.03 * body.size();
            double confidence = !inside ? 0.05 : visible ? 0.78 + 0.08 * error.doubts[source]
                    : 0.3 + 0.1 * error.doubts[source];
            set(into, offset + 3 * k, insideX, insideY, confidence);
        }
        double visible = body.visibleJoints() / (double) JointScene.JOINTS;
        into.scores()[n] = (float) Math.max(0.05, Math.min(1, visible > 0.35 ? 0.9 + 0.06 * error.box[4]
                : 0.25 + 1.4 * visible + 0.12 * error.box[4]));
    }

    private static boolean isFlipped(PersonErrors error, int joint) {
        boolean part = joint >= 5 && joint < 11 ? error.flipsArms : joint >= 11 && error.flipsLegs;
        return error.flipsAll ^ part;
    }

    private static double difficulty(int joint) {
        return joint < 5 ? 0.6 : joint < 7 ? 0.8 : joint == 7 || joint == 8 || joint == 13 || joint == 14 ? 1 : 1.3;
    }

    private static double clamp(double value, double middle, double reach) {
        return Math.max(middle - reach, Math.min(middle + reach, value));
    }

    /** What the network makes of a crop without anybody: a faint standing figure. */
    private void writeNobody(PersonBuffer into, int n, double[] crop, double presence) {
        int offset = into.offset2d(n);
        for (int k = 0; k < JointScene.JOINTS; k++) {
            double side = k == 0 ? 0 : k % 2 == 1 ? 0.15 : -0.15;
            set(into, offset + 3 * k, crop[0] + crop[2] * (0.5 + side + 0.05 * random.nextGaussian()),
                    crop[1] + crop[3] * (DOWN[k] + 0.03 * random.nextGaussian()),
                    presence * (0.6 + 0.25 * random.nextGaussian()));
        }
        into.scores()[n] = (float) Math.max(0.01, presence + 0.1 * random.nextGaussian());
    }

    private static void set(PersonBuffer into, int i, double x, double y, double confidence) {
        into.joints2d()[i] = (float) x;
        into.joints2d()[i + 1] = (float) y;
        into.joints2d()[i + 2] = (float) Math.max(0.02, Math.min(1, confidence));
    }

    private static double iou(double[] a, double[] b) {
        return new BoundingBox((float) a[0], (float) a[1], (float) a[2], (float) a[3])
                .iou(new BoundingBox((float) b[0], (float) b[1], (float) b[2], (float) b[3]));
    }
}
