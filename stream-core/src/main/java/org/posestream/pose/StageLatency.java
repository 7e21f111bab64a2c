package org.posestream.pose;

/** How long a stage worked on a frame, in microseconds. */
public record StageLatency(String stage, long micros) {
}
