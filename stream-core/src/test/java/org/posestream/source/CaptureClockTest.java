package org.posestream.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Both clocks are turned by hand, in milliseconds. */
class CaptureClockTest {

    private static final long MILLI = 1_000_000;
    private static final long NONE = Long.MIN_VALUE;

    private final CaptureClock clock = new CaptureClock();

    @Test
    void shouldTakeTheFirstFrameAsCapturedWhenItArrives() {
        assertEquals(5_000, at(70, 5_000));
        assertFalse(clock.isDiscontinuous());
    }

    @Test
    void shouldNotShakeWithArrivals() {
        at(0, 1_000);
        assertEquals(1_040, at(40, 1_055));
        assertEquals(1_080, at(80, 1_080));
        assertEquals(1_120, at(120, 1_150));
        assertEquals(1_160, at(160, 1_161));
    }

    @Test
    void shouldFollowAQuickerWayAtOnce() {
        at(0, 1_030);
        assertEquals(1_050, at(40, 1_050));
        assertEquals(1_080, at(80, 1_080));
        assertEquals(1_120, at(120, 1_170));
    }

    @Test
    void shouldNotGoBackAfterAFrameWithoutAStamp() {
        at(0, 1_000);
        at(40, 1_040);
        assertEquals(1_085, at(NONE, 1_085));
        assertEquals(1_085, at(80, 1_090), "a nanosecond later, where 1,080 is due");
        assertEquals(1_120, at(120, 1_121));
    }

    @Test
    void shouldTellFramesThatWereHeldUpAsOldAsTheyAre() {
        at(0, 1_000);
        at(40, 1_040);
        // The network halts for three seconds, then everything comes at once.
        for (int i = 2; i < 75; i++) {
            assertEquals(1_000 + 40 * i, at(40 * i, 4_000 + i));
            assertFalse(clock.isDiscontinuous());
        }
        assertEquals(1_000 + 40 * 90, at(40 * 90, 4_600));
    }

    @Test
    void shouldNoticeASenderThatHaltedItsClock() {
        at(0, 1_000);
        int jumps = 0;
        for (int i = 1; i < 200; i++) {
            long arrival = 4_000 + 40 * i;
            long capture = at(40 * i, arrival);
            jumps += clock.isDiscontinuous() ? 1 : 0;
            assertTrue(i < 128 || capture == arrival, "after five seconds it is certain");
        }
        assertEquals(1, jumps);
    }

    @Test
    void shouldStopBelievingStampsThatFallBackAgainAndAgain() {
        int jumps = 0;
        long last = 0;
        for (int i = 0; i < 1_000; i++) {
            // Says 25 frames a second, and gives ten.
            long capture = at(40 * i, 1_000 + 100 * i);
            jumps += clock.isDiscontinuous() ? 1 : 0;
            assertTrue(1_000 + 100 * i - capture < 6_000, "frame " + i);
            assertTrue(i < 500 || capture - last == 100, "frame " + i);
            last = capture;
        }
        assertEquals(4, jumps);
    }

    @Test
    void shouldForgiveDelaysThatAreRare() {
        long delay = 0;
        int jumps = 0;
        for (int i = 0; i < 40 * 600; i++) {
            delay += i % 2_000 == 1_999 ? 3_000 : 0;
            at(40 * i, 1_000 + 40 * i + delay);
            jumps += clock.isDiscontinuous() ? 1 : 0;
        }
        assertEquals(11, jumps, "one each time: every 83 s, and the last was not certain yet");
    }

    @Test
    void shouldNoticeALeapAhead() {
        at(0, 1_000);
        at(40, 1_040);
        assertEquals(1_080, at(5_000, 1_080));
        assertTrue(clock.isDiscontinuous());
        assertEquals(1_120, at(5_040, 1_125));
        assertFalse(clock.isDiscontinuous());
    }

    @Test
    void shouldNotTakeAPauseForALeap() {
        at(0, 1_000);
        assertEquals(61_000, at(60_000, 61_000));
        assertFalse(clock.isDiscontinuous());
        assertEquals(61_040, at(60_040, 61_090));
        assertFalse(clock.isDiscontinuous());
    }

    @Test
    void shouldNoticeAStepBack() {
        at(90_000, 1_000);
        at(90_040, 1_040);
        assertEquals(1_080, at(0, 1_080));
        assertTrue(clock.isDiscontinuous());
        assertEquals(1_120, at(40, 1_123));
        assertFalse(clock.isDiscontinuous());
    }

    @Test
    void shouldTellAClockThatStandsStillOnce() {
        at(0, 1_000);
        at(40, 1_040);
        assertEquals(1_085, at(40, 1_085));
        assertTrue(clock.isDiscontinuous());
        assertEquals(1_120, at(40, 1_120));
        assertFalse(clock.isDiscontinuous(), "it goes on standing still");
        assertEquals(1_160, at(80, 1_160));
        assertFalse(clock.isDiscontinuous(), "it runs again");
        assertEquals(1_200, at(80, 1_200));
        assertTrue(clock.isDiscontinuous(), "and stands still again");
    }

    @Test
    void shouldBridgeMissingStampsByArrivals() {
        assertEquals(1_000, at(NONE, 1_000));
        assertEquals(1_037, at(NONE, 1_037));
        assertEquals(1_080, at(500, 1_080));
        assertEquals(1_120, at(540, 1_130));
        assertEquals(1_155, at(NONE, 1_165), "35 ms after the last, as it arrived");
        assertEquals(1_200, at(620, 1_201));
        assertFalse(clock.isDiscontinuous());
    }

    @Test
    void shouldForgetTheShortestWayAfterTenSeconds() {
        at(0, 1_000);
        long capture = 0;
        for (int i = 1; i <= 2_000; i++) {
            capture = at(40 * i, 1_000 + 40 * i + 50);
            assertTrue(40 * i > 9_000 || capture == 1_000 + 40 * i, "frame " + i);
        }
        assertEquals(1_000 + 80_000 + 50, capture);
    }

    @Test
    void shouldFollowClocksThatDriftApart() {
        assertEquals(0, largestErrorOfAnHour(200e-6), 1, "a sender's clock that is too fast is followed at once");
        assertEquals(0, largestErrorOfAnHour(-200e-6), 11 * 0.2, "a slow one after ten seconds, in each 0.2 ms");
    }

    /** How much too early captures are told, in milliseconds, when frames need no time and stamps gain so much. */
    private static double largestErrorOfAnHour(double gain) {
        CaptureClock drifting = new CaptureClock();
        long largest = 0;
        for (long t = 0; t < 3_600_000 * MILLI; t += 40 * MILLI) {
            drifting.stamp(Math.round(t * (1 + gain)), t);
            assertFalse(drifting.isDiscontinuous());
            largest = Math.max(largest, t - drifting.captureNanos());
        }
        return (double) largest / MILLI;
    }

    @Property(tries = 300)
    void shouldBeEvenerThanArrivalsNeverEarlierThanTheLastFrameAndNeverInTheFuture(@ForAll long seed,
            @ForAll @IntRange(min = 0, max = 400) int jitterMillis,
            @ForAll @IntRange(min = 1, max = 200) int stepMillis) {
        CaptureClock even = new CaptureClock();
        Random random = new Random(seed);
        long arrival = 0;
        long last = Long.MIN_VALUE;
        long[] ways = {Long.MAX_VALUE, Long.MIN_VALUE};
        long[] offsets = {Long.MAX_VALUE, Long.MIN_VALUE};
        for (int i = 0; i < 1_000; i++) {
            long stamp = i * stepMillis * MILLI;
            arrival = Math.max(arrival + 1, stamp + random.nextInt(jitterMillis + 1) * MILLI);
            even.stamp(stamp, arrival);
            assertFalse(even.isDiscontinuous());
            assertTrue(even.captureNanos() > last && even.captureNanos() <= arrival);
            last = even.captureNanos();
            widen(ways, arrival - stamp);
            widen(offsets, last - stamp);
        }
        assertTrue(offsets[0] >= ways[0] && offsets[1] <= ways[1], "captures shake within what arrivals do");
    }

    @Property(tries = 300)
    void shouldStayInOrderAndNeverInTheFutureWhateverTheStampsAre(
            @ForAll @Size(min = 1, max = 200) long[] stamps, @ForAll @LongRange(min = 1, max = 5_000) long step) {
        CaptureClock wild = new CaptureClock();
        long last = Long.MIN_VALUE;
        for (int i = 0; i < stamps.length; i++) {
            long arrival = i * step * MILLI;
            wild.stamp(stamps[i] / 4, arrival);
            assertTrue(wild.captureNanos() > last && wild.captureNanos() <= arrival);
            last = wild.captureNanos();
        }
    }

    private static void widen(long[] range, long value) {
        range[0] = Math.min(range[0], value);
        range[1] = Math.max(range[1], value);
    }

    private long at(long stampMillis, long arrivalMillis) {
        clock.stamp(stampMillis == NONE ? CaptureClock.NO_STAMP : stampMillis * MILLI, arrivalMillis * MILLI);
        return clock.captureNanos() / MILLI;
    }
}
