package org.posestream.track;

/**
 * When a track begins, stays and ends.
 *
 * @param birthScore score that a person needs to become a new track; keeps ghosts out, as an id is given at once
 * @param keepScore score below which a person is not believed and not put out, tracked or not
 * @param birthEvidence joint evidence that a person needs to become a new track; see {@link PersonTracker}
 * @param keepEvidence joint evidence below which a person is not believed and not put out
 * @param maxAbsenceNanos how long an unseen track is remembered, in capture time
 */
public record TrackerOptions(float birthScore, float keepScore, float birthEvidence, float keepEvidence,
        long maxAbsenceNanos) {

    /**
     * 0.45 to begin and 0.2 to stay, joint evidence 0.45 and 0.15, one second of absence. At a birth evidence of 0.3
     * the embedded networks take furniture for people; what they find there passes 0.3 but not 0.45.
     */
    public static final TrackerOptions DEFAULT = new TrackerOptions(0.45f, 0.2f, 0.45f, 0.15f, 1_000_000_000L);

    public TrackerOptions {
        requireOrder("Score", keepScore, birthScore);
        requireOrder("Evidence", keepEvidence, birthEvidence);
        if (maxAbsenceNanos < 0) {
            throw new IllegalArgumentException("maxAbsenceNanos must not be negative, but was " + maxAbsenceNanos);
        }
    }

    private static void requireOrder(String what, float keep, float birth) {
        if (!(keep >= 0 && keep <= birth && birth <= 1)) {
            throw new IllegalArgumentException("keep" + what + " and birth" + what
                    + " must be in 0..1 and in this order, but were " + keep + " and " + birth);
        }
    }
}
