package org.posestream.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PipelinePartsTest {

    @Test
    void shouldRunTheDetectorFirstThenAtItsIntervalAndByNeed() {
        assertEquals(List.of(0, 3, 4, 7), dueIn(new DetectorSchedule(3, 2), "....F...."));
    }

    @Test
    void shouldRunTheDetectorOnEveryKthFrameWhileNobodyIsInSight() {
        assertEquals(List.of(0, 2, 4, 9), dueIn(new DetectorSchedule(5, 2), "EEEEE....."));
        assertEquals(List.of(0, 1, 2, 7), dueIn(new DetectorSchedule(5, 1), "EEE......"));
        assertEquals(List.of(0, 5), dueIn(new DetectorSchedule(5, 9), "EEEEEEEEE"));
    }

    @Test
    void shouldRunTheDetectorAtOnceWhenTheLastOneIsLongAgoAndEverybodyIsGone() {
        assertEquals(List.of(0, 4), dueIn(new DetectorSchedule(9, 3), "....EE"));
    }

    @Test
    void shouldServeALastingNeedOnceAndThenInTurn() {
        assertEquals(List.of(0, 2, 7, 10, 15), dueIn(new DetectorSchedule(5, 3), "..FFFFFFF.FFFFFF"));
    }

    @Test
    void shouldRunTheDetectorAtEveryJumpOfTheClock() {
        assertEquals(List.of(0, 1, 2, 7), dueIn(new DetectorSchedule(5, 3), ".BB....."));
    }

    /** Frames with a detector; a letter a frame: E for empty, F for fading, B for broken, else steady. */
    private static List<Integer> dueIn(DetectorSchedule schedule, String outlooks) {
        List<Integer> due = new ArrayList<>();
        for (int t = 0; t < outlooks.length(); t++) {
            DetectorSchedule.Outlook outlook = switch (outlooks.charAt(t)) {
                case 'E' -> DetectorSchedule.Outlook.EMPTY;
                case 'F' -> DetectorSchedule.Outlook.FADING;
                case 'B' -> DetectorSchedule.Outlook.BROKEN;
                default -> DetectorSchedule.Outlook.STEADY;
            };
            if (schedule.isDue(t, outlook, 1)) {
                due.add(t);
            }
        }
        return due;
    }

    @Test
    void shouldNotMissATurnThatFellOnADroppedFrame() {
        DetectorSchedule schedule = new DetectorSchedule(3, 3);
        assertTrue(schedule.isDue(0, DetectorSchedule.Outlook.STEADY, 1));
        assertFalse(schedule.isDue(2, DetectorSchedule.Outlook.STEADY, 1));
        assertTrue(schedule.isDue(4, DetectorSchedule.Outlook.STEADY, 1));
        assertFalse(schedule.isDue(6, DetectorSchedule.Outlook.STEADY, 1));
    }

    @Test
    void shouldRunTheDetectorAsMuchLessOftenAsItIsTold() {
        DetectorSchedule schedule = new DetectorSchedule(2, 1);
        List<Long> due = new ArrayList<>();
        for (long t = 0; t < 20; t++) {
            if (schedule.isDue(t, t < 10 ? DetectorSchedule.Outlook.STEADY : DetectorSchedule.Outlook.EMPTY, 3)) {
                due.add(t);
            }
        }
        assertEquals(List.of(0L, 6L, 10L, 13L, 16L, 19L), due);
    }

    @Test
    void shouldSayARepeatedFailureOnceAMinute() {
        List<String> lines = new ArrayList<>();
        FailureLog failures = new FailureLog(lines::add);
        Exception error = new IllegalStateException("planned");
        failures.report("a", error, 0);
        failures.report("a", error, 1);
        failures.report("b", error, 2);
        failures.report("a", error, FailureLog.INTERVAL_NANOS - 1);
        failures.report("a", error, FailureLog.INTERVAL_NANOS);
        failures.report("a", error, FailureLog.INTERVAL_NANOS + 1);
        failures.flush();
        failures.flush();
        assertEquals(List.of("a: java.lang.IllegalStateException: planned",
                "b: java.lang.IllegalStateException: planned",
                "a: java.lang.IllegalStateException: planned (3 times more)",
                "a: java.lang.IllegalStateException: planned (1 times more)"), lines);
    }

    @Test
    void shouldKeepItsMemoryOfFailuresSmall() {
        List<String> lines = new ArrayList<>();
        FailureLog failures = new FailureLog(lines::add);
        for (int i = 0; i < 1000; i++) {
            failures.report("a", new IllegalStateException("number " + i), 0);
        }
        assertEquals(65, lines.size());
        failures.flush();
        assertEquals("other failures (935 times more)", lines.get(65));
    }

    @Test
    void shouldMakeRoomForNewFailuresInsteadOfThoseOfLongAgo() {
        List<String> lines = new ArrayList<>();
        FailureLog failures = new FailureLog(lines::add);
        for (int i = 0; i < 100; i++) {
            failures.report("a", new IllegalStateException("number " + i), 0);
        }
        lines.clear();
        failures.report("b", new IllegalStateException("planned"), FailureLog.INTERVAL_NANOS);
        assertEquals(List.of("other failures (35 times more)", "b: java.lang.IllegalStateException: planned"), lines);
    }

    @Test
    void shouldSizeTheRingForTwiceThePermits() {
        assertEquals(64, PipelineOptions.DEFAULTS.ringSize());
        assertEquals(8, PipelineOptions.DEFAULTS.withMaxCameras(1).withPermits(3).ringSize());
        assertEquals(2, PipelineOptions.DEFAULTS.withMaxCameras(1).withPermits(1).ringSize());
    }

    @Test
    void shouldRefuseOptionsOutOfRange() {
        IllegalArgumentException permits =
                assertThrows(IllegalArgumentException.class, () -> PipelineOptions.DEFAULTS.withPermits(9));
        assertEquals("permits must be between 1 and 8, but was 9", permits.getMessage());
        assertThrows(IllegalArgumentException.class, () -> PipelineOptions.DEFAULTS.withMaxPeople(0));
        assertThrows(IllegalArgumentException.class, () -> PipelineOptions.DEFAULTS.withDetectorInterval(0));
        assertThrows(IllegalArgumentException.class, () -> PipelineOptions.DEFAULTS.withEmptyInterval(0));
        assertThrows(IllegalArgumentException.class, () -> PipelineOptions.DEFAULTS.withMaxCameras(0));
        IllegalArgumentException timeout = assertThrows(IllegalArgumentException.class,
                () -> PipelineOptions.DEFAULTS.withCloseTimeout(Duration.ZERO));
        assertEquals("closeTimeout must be above 0, but was PT0S", timeout.getMessage());
    }

    @Test
    void shouldAskForALifterWhereThereIsNo3d() {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class,
                () -> new PipelineComponents(new StubDetector(1), new StubEstimator(1), Optional.empty()));
        assertEquals("a lifter must be given when the pose network finds 2D joints only", error.getMessage());
    }
}
