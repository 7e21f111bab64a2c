package org.posestream.pipeline;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * When a camera counts as lost, and how long it is left alone then.
 *
 * @param openTimeout how long opening may take until the first frame; longer than the pause between two key frames,
 *     since a stream can be joined between them
 * @param stallTimeout how long a connected stream may deliver no frame
 * @param abandonTimeout how long a reader that was told to end may take before its thread is left behind
 * @param maxAbandoned reader threads of one camera that may be left behind at a time; with so many it is not opened
 *     again until one of them has ended
 * @param longestPause between two tries at most; pauses grow from 1 s to 60 s where this allows it
 */
public record SupervisionOptions(Duration openTimeout, Duration stallTimeout, Duration abandonTimeout,
        int maxAbandoned, Duration longestPause) {

    public static final SupervisionOptions DEFAULT =
            new SupervisionOptions(Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(5), 3,
                    Duration.ofSeconds(60));

    public SupervisionOptions {
        requirePositive("openTimeout", openTimeout);
        requirePositive("stallTimeout", stallTimeout);
        requirePositive("abandonTimeout", abandonTimeout);
        requirePositive("longestPause", longestPause);
        if (maxAbandoned < 1 || maxAbandoned > 16) {
            throw new IllegalArgumentException("maxAbandoned must be between 1 and 16, but was " + maxAbandoned);
        }
    }

    private static void requirePositive(String key, Duration value) {
        requireNonNull(value, key + " is null");
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(key + " must be above 0, but was " + value);
        }
    }
}
