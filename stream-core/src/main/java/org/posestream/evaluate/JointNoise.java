package org.posestream.evaluate;

import java.util.Random;
import org.posestream.pose.SkeletonTopology;

/**
 * Errors of a 2D network, put on the exact joints of one {@link MotionView}. They last as those of networks do: what is
 * wrong in a frame is most likely wrong in the next. Sizes are fractions of the larger side of the person's box.
 *
 * <ul>
 * <li>Jitter: each joint is off by a first-order autoregressive process with a correlation of 0.8 from frame to frame
 * at 30 frames/s; its deviation is log-uniform over people from 0.3 to 3 % of the size, larger for wrists, ankles and
 * hips (1.3) than for the face (0.6). Confidence falls with it.
 * <li>Swaps: legs, arms, lower legs or all limbs are exchanged in 4, 3, 4 and 1.5 % of the frames, for five frames at a
 * time on average, with the confidence times 0.3 to 1.
 * <li>Drop-outs: in a fifth of the views each joint is lost in 5 to 30 % of the frames, for eight frames at a time
 * on average: off by 12 % of the size, confidence below 0.25.
 * <li>Cuts: in an eighth of the views the image ends somewhere within the person; joints beyond lie at its border with
 * a confidence below 0.2.
 * </ul>
 */
final class JointNoise {

    private static final SkeletonTopology COCO = SkeletonTopology.COCO_17;
    private static final int FIRST_LEG_JOINT = COCO.indexOf("left_hip");
    private static final int FIRST_ARM_JOINT = COCO.indexOf("left_shoulder");
    private static final int FIRST_LOWER_LEG_JOINT = COCO.indexOf("left_knee");
    private static final int JOINTS = COCO.jointCount();

    private static final double CORRELATION = 0.8;
    private static final double SWAP_FRAMES = 5;
    private static final double LOSS_FRAMES = 8;
    private static final double LOST_OFFSET = 0.12;
    private static final double BORDER_OFFSET = 0.03;

    private final Random random;
    private final float[][] joints;
    private final double[] sizes;

    private JointNoise(float[][] exact, Random random) {
        this.random = random;
        joints = new float[exact.length][];
        sizes = new double[exact.length];
        for (int f = 0; f < exact.length; f++) {
            joints[f] = exact[f].clone();
            sizes[f] = size(exact[f]);
        }
    }

    /**
     * What a network would have made of exact joints.
     *
     * @param exact F x COCO-17 x (x, y, confidence), image pixels; stays as it is
     * @return the same with errors
     */
    static float[][] on(float[][] exact, Random random) {
        JointNoise noise = new JointNoise(exact, random);
        noise.jitter();
        noise.swap(0.04, FIRST_LEG_JOINT, JOINTS);
        noise.swap(0.03, FIRST_ARM_JOINT, FIRST_LEG_JOINT);
        noise.swap(0.04, FIRST_LOWER_LEG_JOINT, JOINTS);
        noise.swap(0.015, FIRST_ARM_JOINT, JOINTS);
        noise.lose();
        noise.cut();
        return noise.joints;
    }

    private static double size(float[] person) {
        double size = 0;
        for (int axis = 0; axis < 2; axis++) {
            double low = Double.MAX_VALUE;
            double high = -Double.MAX_VALUE;
            for (int k = 0; k < JOINTS; k++) {
                low = Math.min(low, person[3 * k + axis]);
                high = Math.max(high, person[3 * k + axis]);
            }
            size = Math.max(size, high - low);
        }
        return size;
    }

    private void jitter() {
        double person = Math.exp(uniform(Math.log(0.003), Math.log(0.03)));
        for (int k = 0; k < JOINTS; k++) {
            double deviation = person * difficulty(k) * Math.exp(0.4 * random.nextGaussian());
            double[] x = correlated();
            double[] y = correlated();
            double[] doubt = correlated();
            for (int f = 0; f < joints.length; f++) {
                joints[f][3 * k] += (float) (x[f] * deviation * sizes[f]);
                joints[f][3 * k + 1] += (float) (y[f] * deviation * sizes[f]);
                joints[f][3 * k + 2] = (float) Math.max(0.05, Math.min(1, 1 - 9 * deviation + 0.1 * doubt[f]));
            }
        }
    }

    private static double difficulty(int joint) {
        String name = COCO.joint(joint).name();
        if (joint < FIRST_ARM_JOINT) {
            return 0.6;
        }
        if (name.endsWith("shoulder")) {
            return 0.8;
        }
        return name.endsWith("elbow") || name.endsWith("knee") ? 1 : 1.3;
    }

    /** Values of deviation 1, a frame each, that remember the value before. */
    private double[] correlated() {
        double[] values = new double[joints.length];
        for (int f = 0; f < values.length; f++) {
            double fresh = random.nextGaussian();
            values[f] = f == 0 ? fresh
                    : CORRELATION * values[f - 1] + Math.sqrt(1 - CORRELATION * CORRELATION) * fresh;
        }
        return values;
    }

    /** Number of the episode that each frame is in, from 1 on; 0 outside. */
    private int[] episodes(double share, double meanFrames) {
        int[] episodes = new int[joints.length];
        int count = 0;
        boolean inside = random.nextDouble() < share;
        for (int f = 0; f < episodes.length; f++) {
            count += inside && (f == 0 || episodes[f - 1] == 0) ? 1 : 0;
            episodes[f] = inside ? count : 0;
            double change = inside ? 1 / meanFrames : share / ((1 - share) * meanFrames);
            inside ^= random.nextDouble() < change;
        }
        return episodes;
    }

    /** Exchanges left and right of the joints {@code first} to before {@code end}. */
    private void swap(double share, int first, int end) {
        int[] episodes = episodes(share, SWAP_FRAMES);
        double trust = 1;
        for (int f = 0; f < episodes.length; f++) {
            trust = f == 0 || episodes[f] != episodes[f - 1] ? uniform(0.3, 1) : trust;
            for (int i = 3 * first; episodes[f] > 0 && i < 3 * end; i += i % 3 == 2 ? 4 : 1) {
                float left = joints[f][i];
                double factor = i % 3 == 2 ? trust : 1;
                joints[f][i] = (float) (joints[f][i + 3] * factor);
                joints[f][i + 3] = (float) (left * factor);
            }
        }
    }

    private void lose() {
        boolean some = random.nextDouble() < 0.2;
        double share = uniform(0.05, 0.3);
        for (int k = 0; some && k < JOINTS; k++) {
            int[] episodes = episodes(share, LOSS_FRAMES);
            double x = 0;
            double y = 0;
            double confidence = 0;
            for (int f = 0; f < episodes.length; f++) {
                if (f == 0 || episodes[f] != episodes[f - 1]) {
                    x = LOST_OFFSET * random.nextGaussian();
                    y = LOST_OFFSET * random.nextGaussian();
                    confidence = uniform(0, 0.25);
                }
                if (episodes[f] > 0) {
                    joints[f][3 * k] += (float) (x * sizes[f]);
                    joints[f][3 * k + 1] += (float) (y * sizes[f]);
                    joints[f][3 * k + 2] = (float) confidence;
                }
            }
        }
    }

    /** Mostly the lower border; it stands still while the person moves. */
    private void cut() {
        boolean some = random.nextDouble() < 0.125;
        int axis = random.nextDouble() < 0.8 ? 1 : 0;
        int sign = random.nextDouble() < 0.85 ? 1 : -1;
        double border = border(axis, sign, uniform(0.35, 0.95));
        for (int k = 0; some && k < JOINTS; k++) {
            double[] offset = correlated();
            double confidence = uniform(0, 0.2);
            for (int f = 0; f < joints.length; f++) {
                if (sign * joints[f][3 * k + axis] > border) {
                    joints[f][3 * k + axis] = (float) (sign * (border + BORDER_OFFSET * sizes[f] * offset[f]));
                    joints[f][3 * k + 2] = (float) confidence;
                }
            }
        }
    }

    /** Beyond how much of the first frame's extent along the axis. */
    private double border(int axis, int sign, double share) {
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        for (int k = 0; k < JOINTS; k++) {
            low = Math.min(low, sign * joints[0][3 * k + axis]);
            high = Math.max(high, sign * joints[0][3 * k + axis]);
        }
        return low + share * (high - low);
    }

    private double uniform(double least, double most) {
        return least + (most - least) * random.nextDouble();
    }
}
