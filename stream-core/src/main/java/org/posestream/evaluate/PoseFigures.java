package org.posestream.evaluate;

/**
 * How far the poses of the people found are from the truth. Lengths in metres.
 *
 * @param pck PCK@0.2: 1 for every visible joint that is within a fifth of the torso in the image, 0 for every other
 * @param swaps 1 for every pair of left and right joints below the head, farther apart than 0.08 of the person's size,
 *     both of which are found nearer to the other side's place, 0 for every other
 * @param mpjpe a value a pose
 * @param normalisedMpjpe a value a pose
 * @param procrustesMpjpe a value a pose
 * @param acceleration a value for every three frames in a row under one identity, metres per squared frame
 */
record PoseFigures(Mean pck, Mean swaps, Mean mpjpe, Mean normalisedMpjpe, Mean procrustesMpjpe,
        Mean acceleration) {

    static final PoseFigures NONE =
            new PoseFigures(Mean.NONE, Mean.NONE, Mean.NONE, Mean.NONE, Mean.NONE, Mean.NONE);

    PoseFigures plus(PoseFigures other) {
        return new PoseFigures(pck.plus(other.pck), swaps.plus(other.swaps), mpjpe.plus(other.mpjpe),
                normalisedMpjpe.plus(other.normalisedMpjpe), procrustesMpjpe.plus(other.procrustesMpjpe),
                acceleration.plus(other.acceleration));
    }
}
