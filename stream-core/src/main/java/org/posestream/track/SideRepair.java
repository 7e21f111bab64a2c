package org.posestream.track;

import java.util.Arrays;
import org.posestream.frame.PersonBuffer;
import org.posestream.pose.Joint;
import org.posestream.pose.SkeletonTopology;

/**
 * Exchanges left and right back where a network has mixed them up, for one person over time: the whole body, or arms,
 * legs, shoulders, hips or the head alone.
 *
 * <p>Every joint is followed as a point that moves on at its speed. A reading of a part that fits the points better
 * with sides exchanged contradicts them. It is exchanged only where the sides were clear and undisputed for three
 * tenths of a second. A part alone is exchanged for one frame, as it may have turned; two and more at once cannot, and
 * are held against the network for up to three tenths of a second, after which it has the last word. Where both sides
 * lie in one place nothing can be told, and the reading stays as it is; so a person who turns is followed. Frames on
 * which both agree are not touched.
 *
 * <p>These bounds were chosen on rendered clips: a network that contradicts itself is as often about to be right as
 * about to be wrong, and every longer memory did more harm than good. Frames must come close behind each other, see
 * {@link PersonTrack}. Allocates nothing after construction.
 */
final class SideRepair {

    /** How far a joint may be from where it is foretold, as a standard deviation, in person sizes. */
    private static final double DEVIATION_SIZES = 0.04;
    /** No joint counts for more than if it were so far away, in person sizes: a network may be wrong about one. */
    private static final double FARTHEST_SIZES = 0.2;
    /** Agreement below which a reading contradicts: it is four times likelier with sides exchanged. */
    private static final double CONTRADICTION = -0.6;
    /** For how long the sides are believed against the network, at most: so long must they have been clear. */
    private static final double MOST_BELIEF_SECONDS = 0.3;
    /** Share of it from which on a part may be exchanged. */
    private static final double FULL_BELIEF = 0.96;
    /** Belief in which side is which fades so fast where both lie in one place. */
    private static final double FADING_SECONDS = 0.1;
    /** So many parts do not turn at once. */
    private static final int PARTS_IN_STEP = 2;
    /** Speed of a joint: share of the newest, and how much of it lasts until the next frame. */
    private static final double SPEED_SHARE = 0.5;
    private static final double SPEED_LASTS = 0.8;
    /** Joints below this confidence say nothing. */
    private static final float LEAST_CONFIDENCE = 0.1f;

    private final Part[] parts;
    private final double[] x;
    private final double[] y;
    private final double[] speedX;
    private final double[] speedY;
    /** Of the frame at hand. */
    private double seconds;
    private double size;

    /** Joints that are mixed up together. */
    private static final class Part {
        private final int[] left;
        private final int[] right;
        private double beliefSeconds;
        private boolean exchanged;
        /** Whether it is exchanged in the next frame, too, if that one contradicts. */
        private boolean held;

        Part(SkeletonTopology topology, String... names) {
            left = topology.joints().stream().map(Joint::name)
                    .filter(name -> name.contains("left") && Arrays.stream(names).anyMatch(name::contains))
                    .mapToInt(topology::indexOf).toArray();
            right = Arrays.stream(left).map(k -> topology.joint(k).mirror()).toArray();
        }
    }

    SideRepair(SkeletonTopology topology2d) {
        parts = new Part[] {new Part(topology2d, "elbow", "wrist", "pinky", "thumb", "left_index"),
            new Part(topology2d, "knee", "ankle", "heel", "foot"), new Part(topology2d, "shoulder"),
            new Part(topology2d, "hip"), new Part(topology2d, "eye", "ear", "mouth")};
        x = new double[topology2d.jointCount()];
        y = new double[x.length];
        speedX = new double[x.length];
        speedY = new double[x.length];
    }

    /** Begins with a person whose sides are taken as they are. */
    void begin(PersonBuffer people, int person) {
        float[] joints = people.joints2d();
        for (int k = 0, i = people.offset2d(person); k < x.length; k++, i += PersonBuffer.STRIDE_2D) {
            x[k] = joints[i];
            y[k] = joints[i + 1];
            speedX[k] = 0;
            speedY[k] = 0;
        }
        for (Part part : parts) {
            part.beliefSeconds = 0;
            part.held = false;
        }
    }

    /**
     * Puts the person's sides right, in place.
     *
     * @param secondsSince since the frame before, above 0
     * @param boxSize longer side of the person's box, pixels
     */
    void repair(PersonBuffer people, int person, double secondsSince, double boxSize) {
        seconds = secondsSince;
        size = boxSize;
        int exchanged = 0;
        for (Part part : parts) {
            judge(part, people, person);
            exchanged += part.exchanged ? 1 : 0;
        }
        for (Part part : parts) {
            part.held = part.exchanged && exchanged >= PARTS_IN_STEP;
            if (part.exchanged) {
                exchange(part, people, person);
            }
        }
        follow(people, person);
    }

    private void judge(Part part, PersonBuffer people, int person) {
        double evidence = 0;
        for (int pair = 0; pair < part.left.length; pair++) {
            evidence += evidence(people, person, part.left[pair], part.right[pair]);
        }
        // From -1, exchanged for sure, by 0, nothing can be told, to 1.
        double agreement = Math.tanh(evidence / 2);
        part.exchanged = agreement < CONTRADICTION
                && (part.held || part.beliefSeconds >= FULL_BELIEF * MOST_BELIEF_SECONDS);
        part.beliefSeconds *= Math.exp(-seconds / FADING_SECONDS * (1 - Math.abs(agreement)));
        part.beliefSeconds = Math.min(MOST_BELIEF_SECONDS, part.beliefSeconds + seconds * agreement);
        if (part.beliefSeconds < 0) {
            part.beliefSeconds = -part.beliefSeconds;
            part.exchanged = false;
            turnRound(part);
        }
    }

    /** Logarithm of how many times likelier the reading of a pair of joints is as it stands than exchanged. */
    private double evidence(PersonBuffer people, int person, int left, int right) {
        float[] joints = people.joints2d();
        int l = people.offset2d(person) + left * PersonBuffer.STRIDE_2D;
        int r = people.offset2d(person) + right * PersonBuffer.STRIDE_2D;
        float confidence = Math.min(joints[l + 2], joints[r + 2]);
        if (confidence < LEAST_CONFIDENCE) {
            return 0;
        }
        double exchanged = distance(joints, l, right) + distance(joints, r, left);
        double straight = distance(joints, l, left) + distance(joints, r, right);
        return confidence * (exchanged - straight) / 2;
    }

    /** Squared distance of what was read from where a joint is foretold, in squared deviations. */
    private double distance(float[] joints, int i, int joint) {
        double dx = joints[i] - x[joint] - SPEED_LASTS * seconds * speedX[joint];
        double dy = joints[i + 1] - y[joint] - SPEED_LASTS * seconds * speedY[joint];
        double sizes = Math.min(FARTHEST_SIZES, Math.hypot(dx, dy) / Math.max(1, size));
        return sizes * sizes / (DEVIATION_SIZES * DEVIATION_SIZES);
    }

    private static void exchange(Part part, PersonBuffer people, int person) {
        for (int pair = 0; pair < part.left.length; pair++) {
            people.exchange(person, part.left[pair], part.right[pair]);
        }
    }

    private void turnRound(Part part) {
        for (int pair = 0; pair < part.left.length; pair++) {
            exchange(x, part.left[pair], part.right[pair]);
            exchange(y, part.left[pair], part.right[pair]);
            exchange(speedX, part.left[pair], part.right[pair]);
            exchange(speedY, part.left[pair], part.right[pair]);
        }
    }

    private static void exchange(double[] values, int a, int b) {
        double value = values[a];
        values[a] = values[b];
        values[b] = value;
    }

    private void follow(PersonBuffer people, int person) {
        float[] joints = people.joints2d();
        for (int k = 0, i = people.offset2d(person); k < x.length; k++, i += PersonBuffer.STRIDE_2D) {
            if (joints[i + 2] >= LEAST_CONFIDENCE) {
                speedX[k] += SPEED_SHARE * ((joints[i] - x[k]) / seconds - speedX[k]);
                speedY[k] += SPEED_SHARE * ((joints[i + 1] - y[k]) / seconds - speedY[k]);
                x[k] = joints[i];
                y[k] = joints[i + 1];
            }
        }
    }
}
