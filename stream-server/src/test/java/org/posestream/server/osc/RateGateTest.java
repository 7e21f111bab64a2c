package org.posestream.server.osc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateGateTest {

    private static final long FRAME = 33_333_333;

    /** Ten seconds of 30 frames a second. */
    @ParameterizedTest
    @CsvSource({"0, 300", "60, 300", "30, 300", "20, 200", "10, 100", "7, 70", "0.5, 5"})
    void shouldLetTheRateThrough(double maxRate, int expected) {
        RateGate gate = new RateGate(maxRate);

        assertEquals(expected, LongStream.range(0, 300).filter(i -> gate.admits(i * FRAME)).count(), 1);
    }

    @Test
    void shouldLoseNothingOfACameraOfThatRateThatIsNotQuiteEven() {
        RateGate gate = new RateGate(30);

        assertEquals(300, LongStream.range(0, 300).filter(i -> gate.admits(i * FRAME + (i * 7 % 5 - 2) * 3_000_000))
                .count());
    }

    @Test
    void shouldNotCatchUpWithAPause() {
        RateGate gate = new RateGate(10);
        gate.admits(0);

        assertTrue(gate.admits(5_000_000_000L));
        assertFalse(gate.admits(5_000_000_000L + FRAME));
    }

    @Test
    void shouldBeginAfreshWhenTheClockIsSetBack() {
        RateGate gate = new RateGate(10);
        gate.admits(5_000_000_000L);

        assertTrue(gate.admits(0));
        assertFalse(gate.admits(FRAME));
    }
}
