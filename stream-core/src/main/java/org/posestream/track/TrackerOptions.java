package org.posestream.track;

/**
 * When a track begins, stays and ends.
 *
 * @param birthScore score from which on somebody new is given an id at once
 * @param keepScore score below which a person is not believed and not put out, tracked or not
 * @param birthEvidence joint evidence from which on somebody new is given an id at once; see {@link PersonTracker}
 * @param keepEvidence joint evidence below which a person is not believed and not put out
 * @param maxAbsenceNanos how long an unseen track is remembered, in capture time
 */
public record TrackerOptions(float birthScore, float keepScore, float birthEvidence, float keepEvidence,
        long maxAbsenceNanos) {

    /**
     * 0.45 to begin and 0.2 to stay, joint evidence 0.45 and 0.15, three seconds of absence. At a birth evidence of 0.3
     * the embedded networks take furniture for people; what they find there passes 0.3 but not 0.45.
     */
    public static final TrackerOptions DEFAULT = new TrackerOptions(0.45f, 0.2f, 0.45f, 0.15f, 3_000_000_000L);

    /** Share of score and evidence for a birth from which on somebody new is followed, though not told of yet. */
    private static final float TENTATIVE_SHARE = 0.8f;
    /** So many sightings in a row make somebody who is tentative believable. */
    private static final int CONFIRM_SIGHTINGS = 3;

    public TrackerOptions {
        requireOrder("Score", keepScore, birthScore);
        requireOrder("Evidence", keepEvidence, birthEvidence);
        if (maxAbsenceNanos < 0) {
            throw new IllegalArgumentException("maxAbsenceNanos must not be negative, but was " + maxAbsenceNanos);
        }
    }

    boolean isTentative(float score, float evidence) {
        return score >= TENTATIVE_SHARE * birthScore && evidence >= TENTATIVE_SHARE * birthEvidence;
    }

    int confirmSightings() {
        return CONFIRM_SIGHTINGS;
    }

    private static void requireOrder(String what, float keep, float birth) {
        if (!(keep >= 0 && keep <= birth && birth <= 1)) {
            throw new IllegalArgumentException("keep" + what + " and birth" + what
                    + " must be in 0..1 and in this order, but were " + keep + " and " + birth);
        }
    }
}
