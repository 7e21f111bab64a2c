package org.posestream.pose;

/** Where a person of a frame comes from. */
public enum PersonState {
    /** Seen in this frame. */
    TRACKED("tracked"),
    /** Not seen in this frame, but right before it; moved on by their speed. */
    PREDICTED("predicted"),
    /** Neither seen nor predicted any more; told to receivers that want to know of it, never by the pipeline itself. */
    LOST("lost");

    private final String label;

    PersonState(String label) {
        this.label = label;
    }

    /** The name used in the output. */
    public String label() {
        return label;
    }
}
