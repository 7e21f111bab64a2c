package org.posestream.source;

import org.posestream.pose.PoseFrame;

/**
 * The sender's wall clock, from the reports that come with some packets: RTCP sender reports tie the stream's time to
 * it. Frames between two reports are told by the last one, so no report is waited for.
 */
final class SenderClock {

    /** 2000-01-01 UTC. Cameras that never learned the time count from 1970; their clock says nothing. */
    private static final long EARLIEST_UNIX_NANOS = 946_684_800_000_000_000L;

    private final boolean early;
    private long announcedUnixNanos = PoseFrame.UNKNOWN_TIME;
    private long offsetNanos;
    private boolean known;

    /**
     * Knows nothing yet.
     *
     * @param early whether a packet carries the time of the packet after it, as where a parser puts packets together:
     *     it passes one on when the next begins, with what came with that
     */
    SenderClock(boolean early) {
        this.early = early;
    }

    /**
     * Takes in the next packet.
     *
     * @param stampNanos the stream's time of the packet, or {@link CaptureClock#NO_STAMP}
     * @param unixNanos the sender's wall-clock time that came with it, or {@link PoseFrame#UNKNOWN_TIME}
     */
    void packet(long stampNanos, long unixNanos) {
        long own = early ? announcedUnixNanos : unixNanos;
        announcedUnixNanos = unixNanos;
        if (stampNanos == CaptureClock.NO_STAMP || own == PoseFrame.UNKNOWN_TIME) {
            return;
        }
        known = own >= EARLIEST_UNIX_NANOS;
        offsetNanos = own - stampNanos;
    }

    /** The sender's wall-clock time at the stream's time; {@link PoseFrame#UNKNOWN_TIME} where it is not known. */
    long unixNanosAt(long stampNanos) {
        return known && stampNanos != CaptureClock.NO_STAMP ? stampNanos + offsetNanos : PoseFrame.UNKNOWN_TIME;
    }
}
