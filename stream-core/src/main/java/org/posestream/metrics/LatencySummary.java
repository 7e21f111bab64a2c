package org.posestream.metrics;

/** What was measured of one stage, or of the whole way of a frame; milliseconds. */
public record LatencySummary(String label, long count, double meanMillis, double p50Millis, double p99Millis,
        double maxMillis) {
}
