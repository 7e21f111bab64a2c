package org.posestream.scene;

import java.util.Random;

/** The errors made on one person, which last: what is wrong in a frame is most likely wrong in the next. */
final class PersonErrors {

    private static final double CORRELATION = 0.75;
    private static final double FLIP_FRAMES = 5;
    private static final double MIX_FRAMES = 4;

    /** Of deviation 1: x and y of every joint. */
    final double[] offsets = new double[2 * JointScene.JOINTS];
    /** Of deviation 1: confidence of every joint. */
    final double[] doubts = new double[JointScene.JOINTS];
    /** Of deviation 1: the detector's mood; low values are misses. */
    double mood;
    /** Of deviation 1: box and score. */
    final double[] box = new double[5];
    boolean flipsAll;
    boolean flipsArms;
    boolean flipsLegs;
    /** Whether joints are taken from somebody else in the crop, where there is one. */
    boolean mixesUp;

    private final Random random;
    private final NetworkErrors errors;

    PersonErrors(Random random, NetworkErrors errors) {
        this.random = random;
        this.errors = errors;
        mood = random.nextGaussian();
    }

    void nextFrame() {
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = next(offsets[i]);
        }
        for (int k = 0; k < doubts.length; k++) {
            doubts[k] = next(doubts[k]);
        }
        for (int i = 0; i < box.length; i++) {
            box[i] = next(box[i]);
        }
        mood = next(mood);
        flipsAll = next(flipsAll, 0.015 * errors.flips(), FLIP_FRAMES);
        flipsArms = next(flipsArms, 0.03 * errors.flips(), FLIP_FRAMES);
        flipsLegs = next(flipsLegs, 0.04 * errors.flips(), FLIP_FRAMES);
        mixesUp = next(mixesUp, 0.25, MIX_FRAMES);
    }

    private double next(double value) {
        return CORRELATION * value + Math.sqrt(1 - CORRELATION * CORRELATION) * random.nextGaussian();
    }

    /** An episode that is on in a share of the frames, for so many at a time on average. */
    private boolean next(boolean on, double share, double meanFrames) {
        double change = on ? 1 / meanFrames : share / ((1 - share) * meanFrames);
        return on ^ random.nextDouble() < change;
    }
}
