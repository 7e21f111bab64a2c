package org.posestream.metrics;

/** Everything that is counted; each constant says what a number above zero suggests. */
public enum PipelineCounter {
    /** Frames that a source delivered. */
    FRAMES_READ,
    /** Live frames dropped at the door because all permits were in flight: the networks are slower than the camera. */
    FRAMES_DROPPED_BUSY,
    /** Frames whose processing failed in some stage; the log names the stage and the reason. */
    FRAMES_FAILED,
    /** Frames that went through all stages. */
    FRAMES_PUBLISHED,
    /** Published frames in which nobody was found. */
    FRAMES_EMPTY,
    /** Frames on which the detector ran. */
    DETECTOR_RUNS,
    /** People left out because a frame held more than the configured maximum. */
    PEOPLE_OVER_LIMIT,
    /** Calls of a publisher that threw: a defect or a full disk. */
    PUBLISH_FAILURES
}
