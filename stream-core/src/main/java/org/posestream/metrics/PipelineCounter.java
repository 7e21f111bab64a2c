package org.posestream.metrics;

/** Everything that is counted; each constant says what a number above zero suggests. */
public enum PipelineCounter {
    /** Frames that a source delivered. */
    FRAMES_READ,
    /** Live frames dropped at the door because all permits were in flight: the networks are slower than the camera. */
    FRAMES_DROPPED_BUSY,
    /** Live frames left out because the camera's maximum rate allows fewer. */
    FRAMES_DROPPED_RATE,
    /** Live frames left out because the pipeline has halved the rate, see {@link #DEGRADATIONS}. */
    FRAMES_DROPPED_DEGRADED,
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
    /** Published frames that took longer than the latency budget in some stage or in all. */
    FRAMES_OVER_BUDGET,
    /** Packets that could not be decoded and were left out: the network loses some, or the file is damaged. */
    PACKETS_BROKEN,
    /** Times that the pipeline went a step down to do less for a frame: it has more to do than the machine can. */
    DEGRADATIONS,
    /** Times that a stream's clock stood still, jumped or ran backwards; filters and tracks begin anew there. */
    CLOCK_JUMPS,
    /** Times that a stream began after it had been lost: its network or its camera is unreliable. */
    RECONNECTS,
    /** Times that a connected stream delivered no frame for too long. */
    STALLS,
    /** Reader threads left behind in a native call that did not return; a leak when the number grows. */
    READERS_ABANDONED,
    /** Calls of a publisher that threw: a defect or a full disk. */
    PUBLISH_FAILURES
}
