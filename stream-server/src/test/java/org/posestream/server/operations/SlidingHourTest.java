package org.posestream.server.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlidingHourTest {

    private final SlidingHour hour = new SlidingHour();

    @Test
    void shouldForgetEventsAfterAnHour() {
        hour.add(3, minutes(0));
        hour.add(2, minutes(1));

        assertEquals(5, hour.count(minutes(59)));
        assertEquals(2, hour.count(minutes(60)));
        assertEquals(0, hour.count(minutes(61)));
    }

    @Test
    void shouldForgetEverythingInALongSilence() {
        hour.add(3, minutes(7));

        assertEquals(0, hour.count(minutes(1_000_000)));
        hour.add(1, minutes(1_000_001));
        assertEquals(1, hour.count(minutes(1_000_001)));
    }

    @Test
    void shouldTakeAClockThatBeginsAnywhereAndStandsStill() {
        hour.add(1, minutes(-90));
        hour.add(1, minutes(-90));
        hour.add(1, minutes(-91));

        assertEquals(3, hour.count(minutes(-31)));
        assertEquals(0, hour.count(minutes(-30)));
    }

    @Test
    void shouldCountAsManyAsCameWhateverTheMinute() {
        for (int minute = 0; minute < 600; minute++) {
            hour.add(minute % 7, minutes(minute));
            long expected = 0;
            for (int past = Math.max(0, minute - 59); past <= minute; past++) {
                expected += past % 7;
            }
            assertEquals(expected, hour.count(minutes(minute)));
        }
    }

    private static long minutes(long minutes) {
        return Duration.ofMinutes(minutes).toNanos();
    }
}
