package org.posestream.source;

import java.time.Instant;

/** This machine's wall clock. */
final class WallClock {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private WallClock() {
    }

    /** Nanoseconds since 1970-01-01 UTC at a time of {@link System#nanoTime()}, by what the wall clock shows now. */
    static long unixNanosAt(long nanoTime) {
        Instant now = Instant.now();
        return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano() - (System.nanoTime() - nanoTime);
    }
}
