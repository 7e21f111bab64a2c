package org.posestream.pipeline;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * When a pipeline with too much to do gives something up, and when it takes it back; see {@link DegradationStep}.
 *
 * @param enabled whether it ever does
 * @param lateShare it goes a step down when more than this share of the frames of a window was over the latency budget
 *     or dropped because all permits were in flight, 0.01..1
 * @param window how much of the past is looked at, 1 s..10 min; so long at least it stays on each step
 * @param quietTime it goes a step up when no window of this time had more than half that share, twice the window..24 h
 * @param longestQuietTime the quiet time doubles, up to this, whenever a step up had to be taken back within it
 */
public record DegradationOptions(boolean enabled, double lateShare, Duration window, Duration quietTime,
        Duration longestQuietTime) {

    /** Never gives anything up. */
    public static final DegradationOptions OFF = new DegradationOptions(false, 0.2, Duration.ofSeconds(10),
            Duration.ofSeconds(60), Duration.ofMinutes(32));

    public DegradationOptions {
        if (!(lateShare >= 0.01 && lateShare <= 1)) {
            throw new IllegalArgumentException("lateShare must be between 0.01 and 1, but was " + lateShare);
        }
        requireRange("window", window, Duration.ofSeconds(1), Duration.ofMinutes(10));
        requireRange("quietTime", quietTime, window.multipliedBy(2), Duration.ofDays(1));
        requireRange("longestQuietTime", longestQuietTime, quietTime, Duration.ofDays(1));
    }

    /** The same, in force. */
    public DegradationOptions on() {
        return new DegradationOptions(true, lateShare, window, quietTime, longestQuietTime);
    }

    private static void requireRange(String key, Duration value, Duration least, Duration most) {
        requireNonNull(value, key + " is null");
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    key + " must be between " + least + " and " + most + ", but was " + value);
        }
    }
}
