package org.posestream.pipeline;

/** Which frames of a camera are processed when the networks are slower than it. */
public enum Freshness {
    /** The newest: a frame that finds no free buffer is dropped and counted, so that results never lag behind. */
    LATEST,
    /** Every one: the reader waits for a free buffer, and a sender that cannot wait loses frames by itself. */
    EVERY
}
