package org.posestream.metrics;

/** The steps of a frame, in order. */
public enum Stage {
    /** Reading and decoding in the source, the copy into the lent buffer and the detector's letterbox. */
    DECODE("decode"),
    /** Person boxes, by the detector or predicted from the tracks. */
    DETECT("detect"),
    /** 2D joints in each box. */
    ESTIMATE("estimate"),
    /** Identities. */
    TRACK("track"),
    /** 3D joints. */
    LIFT("lift"),
    /** Temporal smoothing. */
    SMOOTH("smooth"),
    /** The immutable result, encoded and handed to the publishers. */
    PUBLISH("publish");

    private final String label;

    Stage(String label) {
        this.label = label;
    }

    /** The name used in the output and in metrics. */
    public String label() {
        return label;
    }
}
