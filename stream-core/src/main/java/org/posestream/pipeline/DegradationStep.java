package org.posestream.pipeline;

/** What is given up when there is too much to do, in this order; each step keeps what those before it gave up. */
public enum DegradationStep {
    /** Nothing is given up. */
    NONE("none"),
    /** The detector runs a third as often: who comes in is seen later. */
    DETECTOR_LESS_OFTEN("detector less often"),
    /** The lighter pose network takes over: joints are less exact. */
    LIGHTER_POSE("lighter pose network"),
    /** Every other frame is left out. */
    LOWER_RATE("half the frames");

    /** By so much less often. */
    static final int DETECTOR_FACTOR = 3;
    /** One frame of so many is let in. */
    static final int RATE_DIVISOR = 2;

    private final String label;

    DegradationStep(String label) {
        this.label = label;
    }

    /** For people. */
    public String label() {
        return label;
    }

    /** Whether this gives up what {@code other} does. */
    boolean includes(DegradationStep other) {
        return compareTo(other) >= 0;
    }
}
