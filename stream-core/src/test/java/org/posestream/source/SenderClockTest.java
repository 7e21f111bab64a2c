package org.posestream.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.posestream.pose.PoseFrame;

class SenderClockTest {

    private static final long UNKNOWN = PoseFrame.UNKNOWN_TIME;
    private static final long NOON = Instant.parse("2026-12-01T12:00:00Z").getEpochSecond() * 1_000_000_000;

    @Test
    void shouldKnowNothingBeforeAReport() {
        SenderClock clock = new SenderClock(false);
        clock.packet(0, UNKNOWN);
        assertEquals(UNKNOWN, clock.unixNanosAt(0));
    }

    @Test
    void shouldTellAllTimesByTheLastReport() {
        SenderClock clock = new SenderClock(false);
        clock.packet(40, NOON);
        clock.packet(80, UNKNOWN);
        assertEquals(NOON + 100, clock.unixNanosAt(140));
        assertEquals(NOON - 40, clock.unixNanosAt(0), "a frame that the decoder held back");
        clock.packet(120, NOON + 1_000);
        assertEquals(NOON + 1_000, clock.unixNanosAt(120), "the sender's clock was set");
    }

    @Test
    void shouldGiveAReportToThePacketThatItBelongsTo() {
        SenderClock clock = new SenderClock(true);
        clock.packet(CaptureClock.NO_STAMP, NOON + 40);
        assertEquals(UNKNOWN, clock.unixNanosAt(0));
        clock.packet(40, NOON + 95);
        assertEquals(NOON + 40, clock.unixNanosAt(40));
        clock.packet(95, UNKNOWN);
        clock.packet(120, NOON + 777);
        assertEquals(NOON + 120, clock.unixNanosAt(120));
    }

    @Test
    void shouldNotBelieveAClockThatNeverLearnedTheTime() {
        SenderClock clock = new SenderClock(false);
        clock.packet(0, NOON);
        clock.packet(40, 3_600_000_000_000L);
        assertEquals(UNKNOWN, clock.unixNanosAt(40), "one hour after the start of 1970");
        clock.packet(80, NOON);
        assertEquals(NOON, clock.unixNanosAt(80));
    }

    @Test
    void shouldTellNoTimeOfAFrameWithoutAStamp() {
        SenderClock clock = new SenderClock(false);
        clock.packet(0, NOON);
        assertEquals(UNKNOWN, clock.unixNanosAt(CaptureClock.NO_STAMP));
    }
}
