package org.posestream.evaluate;

/**
 * How far the poses of the people found are from the truth. Lengths in metres.
 *
 * @param pck PCK@0.2: 1 for every visible joint that is within a fifth of the torso in the image, 0 for every other
 * @param mpjpe a value a pose
 * @param normalisedMpjpe a value a pose
 * @param procrustesMpjpe a value a pose
 * @param acceleration a value for every three frames in a row under one identity, metres per squared frame
 */
record PoseFigures(Mean pck, Mean mpjpe, Mean normalisedMpjpe, Mean procrustesMpjpe, Mean acceleration) {

    static final PoseFigures NONE = new PoseFigures(Mean.NONE, Mean.NONE, Mean.NONE, Mean.NONE, Mean.NONE);

    PoseFigures plus(PoseFigures other) {
        return new PoseFigures(pck.plus(other.pck), mpjpe.plus(other.mpjpe),
                normalisedMpjpe.plus(other.normalisedMpjpe), procrustesMpjpe.plus(other.procrustesMpjpe),
                acceleration.plus(other.acceleration));
    }
}
