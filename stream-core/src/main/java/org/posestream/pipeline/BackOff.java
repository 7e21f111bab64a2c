package org.posestream.pipeline;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a lost source is opened again: 1 s after each of the first 5 tries, 5 s up to the 10th, 10 s
 * up to the 20th, then 60 s, without an end; never longer than the longest pause that was asked for. Each is made up to
 * a fifth longer or shorter, so that cameras that were lost together do not come back all at once.
 */
final class BackOff {

    private static final double JITTER = 0.2;

    private final long longestNanos;
    private final RandomGenerator random;

    BackOff(Duration longestPause, RandomGenerator random) {
        longestNanos = longestPause.toNanos();
        this.random = random;
    }

    /** @param tries openings in a row without a good stream */
    long nanosAfter(int tries) {
        long nanos = Math.min(longestNanos, TimeUnit.SECONDS.toNanos(secondsAfter(tries)));
        return Math.round(nanos * (1 + JITTER * (2 * random.nextDouble() - 1)));
    }

    private static int secondsAfter(int tries) {
        if (tries <= 5) {
            return 1;
        }
        if (tries <= 10) {
            return 5;
        }
        return tries <= 20 ? 10 : 60;
    }
}
