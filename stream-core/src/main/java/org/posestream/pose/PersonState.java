package org.posestream.pose;

/** Where a person of a frame comes from. Somebody who was in the frame before but is not in this one is lost. */
public enum PersonState {
    /** Seen in this frame. */
    TRACKED("tracked"),
    /** Not seen in this frame, but right before it; moved on by their speed. */
    PREDICTED("predicted");

    private final String label;

    PersonState(String label) {
        this.label = label;
    }

    /** The name used in the output. */
    public String label() {
        return label;
    }
}
