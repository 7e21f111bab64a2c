package org.posestream.source;

import java.util.Arrays;

/**
 * Maps the time stamps of a live stream to the clock by which its frames arrive.
 *
 * <p>Frames are late by a transport time that jitters, while their stamps are even. The shortest way that a frame took
 * in the last ten seconds, arrival minus stamp, is added to every stamp: capture times are as even as the stamps, and
 * never later than the arrival. What the clocks drift apart is followed, down at once and up slowly.
 *
 * <p>Stamps that stand still, run backwards, leap or stay late are a jump: what was learned is forgotten. Frames
 * without a stamp, or of a stream whose stamps stay late again and again, are as far apart as they arrive. Time is an
 * argument; one thread uses it.
 */
final class CaptureClock {

    /** Stands for a missing stamp. */
    static final long NO_STAMP = Long.MIN_VALUE;

    /** The sender's pauses and the network's make no more than this; stamps that are off by more have leaped. */
    private static final long LARGEST_LEAP_NANOS = 1_000_000_000;

    /** Frames that were held up arrive in a burst and are soon on time again; a sender that halted stays late. */
    private static final long LATE_FOR_NANOS = 5_000_000_000L;

    /** Some cameras count so many ticks a frame whatever their rate: their stamps fall back again and again. */
    private static final int FORGIVEN_DELAYS = 3;
    private static final long FORGOTTEN_AFTER_NANOS = 60_000_000_000L;

    /** Together ten seconds. */
    private static final int BUCKETS = 10;
    private static final long BUCKET_NANOS = 1_000_000_000;

    /** One per cent: far above the drift of clocks, and far below what a filter of speeds would notice. */
    private static final int RISE_DIVISOR = 100;

    private final long[] shortest = new long[BUCKETS];
    private int bucket;
    private long bucketEndNanos;
    private boolean learned;
    private boolean started;
    private boolean stuck;
    private boolean late;
    private long lateSinceNanos;
    private int delays;
    private long lastDelayNanos;
    private long offsetNanos;
    private long lastStampNanos;
    private long lastArrivalNanos;
    private long captureNanos;
    private boolean discontinuous;

    /**
     * Takes in the next frame.
     *
     * @param stampNanos the stream's time of the frame, from any origin, or {@link #NO_STAMP}
     * @param arrivalNanos when it arrived; counts as at least a nanosecond after the last
     */
    void stamp(long stampNanos, long arrivalNanos) {
        long arrival = started ? Math.max(arrivalNanos, lastArrivalNanos + 1) : arrivalNanos;
        discontinuous = false;
        if (stampNanos == NO_STAMP || delays > FORGIVEN_DELAYS) {
            captureNanos = started ? captureNanos + arrival - lastArrivalNanos : arrival;
        } else {
            follow(stampNanos, arrival);
            lastStampNanos = stampNanos;
        }
        lastArrivalNanos = arrival;
        started = true;
    }

    /** Of the current frame, on the clock of arrivals: strictly increasing, at most its arrival. */
    long captureNanos() {
        return captureNanos;
    }

    /** Whether the stream's clock jumped right before the current frame. */
    boolean isDiscontinuous() {
        return discontinuous;
    }

    private void follow(long stamp, long arrival) {
        boolean wasStuck = stuck;
        stuck = learned && stamp <= lastStampNanos;
        if (stuck || hasLeaped(arrival - stamp, arrival)) {
            // A clock that goes on standing still jumps once: its frames are as far apart as they arrive.
            discontinuous = !(stuck && wasStuck);
            learned = false;
            late = false;
        }
        learn(arrival - stamp, arrival);
        // Later than the last anyway, but for one that was bridged.
        captureNanos = started ? Math.max(stamp + offsetNanos, captureNanos + 1) : arrival;
    }

    private boolean hasLeaped(long way, long arrival) {
        if (!learned) {
            return false;
        }
        boolean isLate = way - offsetNanos > LARGEST_LEAP_NANOS;
        if (isLate && !late) {
            lateSinceNanos = arrival;
        }
        late = isLate;
        if (late && arrival - lateSinceNanos > LATE_FOR_NANOS) {
            countDelay(arrival);
            return true;
        }
        return offsetNanos - way > LARGEST_LEAP_NANOS;
    }

    private void countDelay(long arrival) {
        delays = delays > 0 && arrival - lastDelayNanos < FORGOTTEN_AFTER_NANOS ? delays + 1 : 1;
        lastDelayNanos = arrival;
    }

    private void learn(long way, long arrival) {
        if (!learned) {
            learned = true;
            Arrays.fill(shortest, Long.MAX_VALUE);
            offsetNanos = way;
            bucketEndNanos = arrival + BUCKET_NANOS;
        }
        while (arrival - bucketEndNanos >= 0) {
            bucket = (bucket + 1) % BUCKETS;
            shortest[bucket] = Long.MAX_VALUE;
            bucketEndNanos = arrival - bucketEndNanos > BUCKETS * BUCKET_NANOS ? arrival + BUCKET_NANOS
                    : bucketEndNanos + BUCKET_NANOS;
        }
        shortest[bucket] = Math.min(shortest[bucket], way);
        long least = way;
        for (long other : shortest) {
            least = Math.min(least, other);
        }
        offsetNanos = Math.min(least, offsetNanos + (arrival - lastArrivalNanos) / RISE_DIVISOR);
    }
}
