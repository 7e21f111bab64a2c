package org.posestream.pose;

import java.util.List;

/**
 * Everything that is known of one frame: the immutable result that leaves the pipeline.
 *
 * @param stream name of the camera or file
 * @param sequence number of the frame within its stream, from 0; a gap means dropped frames
 * @param captureNanos capture time: for files the presentation time from the start, for cameras a monotonic clock
 * @param captureUnixNanos the same by the wall clock, nanoseconds since 1970-01-01 UTC, or {@link #UNKNOWN_TIME}
 * @param ageNanos how long ago it was captured when this was made, or {@link #UNKNOWN_TIME} for files
 * @param imageWidth pixels
 * @param imageHeight pixels
 * @param latencies time spent per stage
 * @param people everybody in the frame; empty when nobody is there
 */
public record PoseFrame(String stream, long sequence, long captureNanos, long captureUnixNanos, long ageNanos,
        int imageWidth, int imageHeight, List<StageLatency> latencies, List<PersonPose> people) {

    /** In place of a wall-clock time that is not known. */
    public static final long UNKNOWN_TIME = Long.MIN_VALUE;

    public PoseFrame {
        latencies = List.copyOf(latencies);
        people = List.copyOf(people);
    }

    /** A frame of which neither wall-clock time nor age are known. */
    public PoseFrame(String stream, long sequence, long captureNanos, int imageWidth, int imageHeight,
            List<StageLatency> latencies, List<PersonPose> people) {
        this(stream, sequence, captureNanos, UNKNOWN_TIME, UNKNOWN_TIME, imageWidth, imageHeight, latencies, people);
    }

    /** The same frame with these people in place of its own. */
    public PoseFrame withPeople(List<PersonPose> others) {
        return new PoseFrame(stream, sequence, captureNanos, captureUnixNanos, ageNanos, imageWidth, imageHeight,
                latencies, others);
    }
}
