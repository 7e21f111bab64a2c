package org.posestream.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SupervisionPartsTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;

    @Test
    void shouldSpreadPausesByAFifthToEitherSide() {
        BackOff backOff = new BackOff(Duration.ofSeconds(60), new SplittableRandom(7));
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (int i = 0; i < 1000; i++) {
            double seconds = backOff.nanosAfter(8) * 1e-9;
            least = Math.min(least, seconds);
            most = Math.max(most, seconds);
        }
        assertEquals(4, least, 0.01);
        assertEquals(6, most, 0.01);
    }

    @Test
    void shouldNeverWaitLongerThanAMinuteAndAFifth() {
        BackOff backOff = new BackOff(Duration.ofSeconds(60), new SplittableRandom(7));
        assertTrue(backOff.nanosAfter(Integer.MAX_VALUE) <= 72 * SECOND);
    }

    @Test
    void shouldMeasureRatesOverTenSeconds() {
        FrameRates rates = new FrameRates();
        rates.sample(0, 0, 0);
        assertEquals(0, rates.in(0, 0));
        for (int second = 1; second <= 10; second++) {
            rates.sample(second * SECOND, second * 30, second * 10);
        }
        assertEquals(30, rates.in(10 * SECOND, 300), 1e-9);
        assertEquals(10, rates.out(10 * SECOND, 100), 1e-9);
        // Silence: the oldest sample is that of second 5 by then.
        for (int second = 11; second <= 15; second++) {
            rates.sample(second * SECOND, 300, 100);
        }
        assertEquals(15, rates.in(15 * SECOND, 300), 1e-9);
        assertEquals(5, rates.out(15 * SECOND, 100), 1e-9);
        for (int second = 16; second <= 20; second++) {
            rates.sample(second * SECOND, 300, 100);
        }
        assertEquals(0, rates.in(20 * SECOND, 300), 1e-9);
    }

    @Test
    void shouldKeepOneSampleASecondHoweverOftenItIsAsked() {
        FrameRates rates = new FrameRates();
        for (int tick = 0; tick <= 100; tick++) {
            rates.sample(tick * SECOND / 10, tick, tick);
        }
        assertEquals(10, rates.in(10 * SECOND, 100), 1e-9);
    }

    @Test
    void shouldKeepTheLinesOfACameraThatFlapsAllNightFew() {
        List<String> lines = new ArrayList<>();
        CameraLog log = new CameraLog("hall", lines::add, lines::add);
        for (int second = 0; second < 8 * 3600; second += 4) {
            log.streaming("streaming", second * SECOND);
            log.lost("the stream ended", (second + 2) * SECOND);
        }
        // Eight at once, then one in ten minutes: the last at 7 h 50 min.
        assertEquals(8 + 47, lines.size());
        assertEquals("hall: lost: the stream ended", lines.get(5));
        assertEquals("hall: lost: the stream ended (further changes: one line in 10 minutes)", lines.get(7));
        assertEquals("hall: streaming (other changes since the last line: 292; further changes: one line in 10"
                + " minutes)", lines.get(8));
    }

    @Test
    void shouldTellOfACameraThatFlapsAndThenDiesForGood() {
        List<String> news = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        CameraLog log = new CameraLog("hall", news::add, warnings::add);
        for (int second = 0; second < 20; second += 2) {
            log.streaming("streaming", second * SECOND);
            log.lost("the stream ended", (second + 1) * SECOND);
        }
        assertEquals(8, news.size() + warnings.size());
        log.lost("nobody there", 21 * SECOND);
        log.lost("nobody there", 26 * SECOND);
        for (int tick = 26 * 10; tick < 600 * 10; tick++) {
            log.tick(tick * SECOND / 10);
        }
        assertEquals(8, news.size() + warnings.size());

        log.tick(600 * SECOND);
        log.tick(3600 * SECOND);

        // Of 22 changes 8 were told at once and one is told now.
        assertEquals("hall: not reached: nobody there (other changes since the last line: 13; further changes: one line"
                + " in 10 minutes)", warnings.get(4));
        assertEquals(9, news.size() + warnings.size());
    }

    @Test
    void shouldTellNothingOldAfterACommand() {
        List<String> lines = new ArrayList<>();
        CameraLog log = new CameraLog("hall", lines::add, lines::add);
        for (int i = 0; i < 9; i++) {
            log.trouble("trouble", 0);
        }
        log.command("paused");
        log.tick(30 * MINUTE);
        log.command("resumed");
        assertEquals(List.of("hall: trouble (further changes: one line in 10 minutes)", "hall: paused",
                "hall: resumed"), lines.subList(7, lines.size()));
    }

    @Test
    void shouldTellAgainWhyACameraIsNotReachedAfterItWasResumed() {
        List<String> lines = new ArrayList<>();
        CameraLog log = new CameraLog("hall", lines::add, lines::add);
        log.lost("nobody there", 0);
        log.command("paused");
        log.command("resumed");
        log.lost("nobody there", MINUTE);
        assertEquals(List.of("hall: not reached: nobody there", "hall: paused", "hall: resumed",
                "hall: not reached: nobody there"), lines);
    }

    @Test
    void shouldTellOnceWhyACameraThatStaysAwayIsLost() {
        List<String> lines = new ArrayList<>();
        CameraLog log = new CameraLog("hall", lines::add, lines::add);
        for (int minute = 0; minute < 60; minute++) {
            log.lost("nobody there", minute * MINUTE);
        }
        log.lost("wrong password", 61 * MINUTE);
        log.command("stopped");
        assertEquals(List.of("hall: not reached: nobody there",
                "hall: not reached: wrong password (other changes since the last line: 59)", "hall: stopped"), lines);
    }

    @Test
    void shouldRefuseOptionsOutOfRange() {
        assertEquals("maxFramesPerSecond must be between 0 and 1000, but was NaN",
                assertThrows(IllegalArgumentException.class, () -> new CameraOptions(Freshness.LATEST, Double.NaN,
                        SupervisionOptions.DEFAULT)).getMessage());
        assertEquals("stallTimeout must be above 0, but was PT0S",
                assertThrows(IllegalArgumentException.class, () -> new SupervisionOptions(Duration.ofSeconds(1),
                        Duration.ZERO, Duration.ofSeconds(1), 1, Duration.ofSeconds(1))).getMessage());
        assertEquals("maxAbandoned must be between 1 and 16, but was 0",
                assertThrows(IllegalArgumentException.class, () -> new SupervisionOptions(Duration.ofSeconds(1),
                        Duration.ofSeconds(1), Duration.ofSeconds(1), 0, Duration.ofSeconds(1))).getMessage());
    }
}
