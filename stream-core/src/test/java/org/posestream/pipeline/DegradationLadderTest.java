package org.posestream.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Ten frames a second, on a clock turned by hand. */
class DegradationLadderTest {

    private static final Predicate<DegradationStep> OVERLOAD = step -> true;
    private static final Predicate<DegradationStep> CALM = step -> false;

    private final DegradationOptions options = new DegradationOptions(true, 0.2, Duration.ofSeconds(10),
            Duration.ofSeconds(60), Duration.ofSeconds(480));
    private final List<String> changes = new ArrayList<>();
    private DegradationLadder ladder = new DegradationLadder(options, List.of(DegradationStep.values()));
    /** An odd place to begin, as the machine's clock may be at any. */
    private final long startNanos = Long.MAX_VALUE - 100_000_000_000L;
    private int tenths;

    /** Plays frames up to a time; changes are noted as "seconds: step". */
    private void playTo(int seconds, Predicate<DegradationStep> isLate) {
        for (; tenths <= seconds * 10; tenths++) {
            add(1, isLate.test(ladder.step()) ? 1 : 0);
        }
    }

    private void add(int frames, int late) {
        if (ladder.add(startNanos + tenths * 100_000_000L, frames, late)) {
            changes.add(tenths / 10.0 + ": " + ladder.step());
        }
    }

    @Test
    void shouldGoDownStepByStepAWindowEach() {
        playTo(100, OVERLOAD);
        assertEquals(List.of("10.0: DETECTOR_LESS_OFTEN", "20.0: LIGHTER_POSE", "30.0: LOWER_RATE"), changes);
    }

    @Test
    void shouldGoUpStepByStepAfterTheQuietTime() {
        playTo(30, OVERLOAD);
        playTo(1000, CALM);
        assertEquals(List.of("90.0: LIGHTER_POSE", "150.0: DETECTOR_LESS_OFTEN", "210.0: NONE"),
                changes.subList(3, changes.size()));
    }

    @Test
    void shouldLeaveOutStepsThatThereAreNot() {
        ladder = new DegradationLadder(options, List.of(DegradationStep.NONE, DegradationStep.LOWER_RATE));
        playTo(100, OVERLOAD);
        playTo(1000, CALM);
        // After the change at 10 s it went on to be too much, until 100 s; that leaves the window by and by.
        assertEquals("10.0: LOWER_RATE", changes.get(0));
        assertEquals(2, changes.size());
        assertTrue(changes.get(1).startsWith("16"), changes::toString);
    }

    @Test
    void shouldBearTheShareThatIsAllowed() {
        for (; tenths < 3000; tenths++) {
            add(1, tenths % 6 == 0 ? 1 : 0);
        }
        assertEquals(List.of(), changes);
        for (; tenths < 3120; tenths++) {
            add(1, tenths % 4 == 0 ? 1 : 0);
        }
        assertEquals(1, changes.size());
    }

    @Test
    void shouldStayWhereItIsBetweenTooManyAndFewEnough() {
        playTo(10, OVERLOAD);
        for (; tenths < 6000; tenths++) {
            add(1, tenths % 6 == 0 ? 1 : 0);
        }
        assertEquals(List.of("10.0: DETECTOR_LESS_OFTEN"), changes);
    }

    @Test
    void shouldTakeDroppedFramesForLate() {
        for (; tenths <= 100; tenths++) {
            add(4, 3);
        }
        assertEquals(List.of("10.0: DETECTOR_LESS_OFTEN"), changes);
        // The window moves on by whole seconds, so it holds the nine before and the first tenth of this one.
        assertEquals("273 of 364 frames of the last 10.0 s were over the latency budget or dropped", ladder.evidence());
    }

    @Test
    void shouldNotJudgeByALateFrameAmongFew() {
        for (; tenths < 6000; tenths += 100) {
            add(1, 1);
        }
        assertEquals(List.of(), changes);
    }

    @Test
    void shouldTryALoadThatJustFitsOneStepEverMoreRarely() {
        playTo(3000, step -> step == DegradationStep.NONE);
        assertEquals(List.of("10.0: DETECTOR_LESS_OFTEN", "70.0: NONE", "80.0: DETECTOR_LESS_OFTEN",
                "200.0: NONE", "210.0: DETECTOR_LESS_OFTEN", "450.0: NONE", "460.0: DETECTOR_LESS_OFTEN",
                "940.0: NONE", "950.0: DETECTOR_LESS_OFTEN", "1430.0: NONE", "1440.0: DETECTOR_LESS_OFTEN",
                "1920.0: NONE", "1930.0: DETECTOR_LESS_OFTEN", "2410.0: NONE", "2420.0: DETECTOR_LESS_OFTEN",
                "2900.0: NONE", "2910.0: DETECTOR_LESS_OFTEN"), changes);
    }

    @Test
    void shouldForgetItsCautionWhenAStepUpHasHeld() {
        playTo(460, step -> step == DegradationStep.NONE);
        playTo(2000, CALM);
        assertEquals("940.0: NONE", changes.get(changes.size() - 1), "still with the quiet time of the relapses");
        changes.clear();
        playTo(2004, OVERLOAD);
        playTo(3000, CALM);
        assertEquals(2, changes.size());
        assertTrue(changes.get(0).startsWith("200"), changes::toString);
        assertTrue(changes.get(1).startsWith("207"), changes::toString);
    }

    @Test
    void shouldGoUpOneStepAfterALongSilence() {
        playTo(30, OVERLOAD);
        tenths += 36_000;
        add(1, 1);
        tenths++;
        add(1, 0);
        assertEquals(List.of("3630.1: LIGHTER_POSE"), changes.subList(3, changes.size()));
    }

    /** All tries of a property have the same instance. */
    private void begin() {
        ladder = new DegradationLadder(options, List.of(DegradationStep.values()));
        changes.clear();
        tenths = 0;
    }

    /** Whatever the load: a window at least on each step before it goes down, a quiet time before it goes up. */
    @Property(tries = 200)
    void shouldGoOneStepAtATimeAndNeverInHaste(@ForAll long seed) {
        begin();
        Random random = new Random(seed);
        DegradationStep before = ladder.step();
        int changedTenths = 0;
        double late = 0;
        for (; tenths < 20_000; tenths++) {
            if (random.nextInt(100) == 0) {
                late = random.nextDouble();
            }
            add(random.nextInt(5), random.nextDouble() < late ? 1 : 0);
            int steps = ladder.step().ordinal() - before.ordinal();
            if (steps != 0) {
                assertEquals(1, Math.abs(steps));
                assertTrue(tenths - changedTenths >= (steps > 0 ? 100 : 600), changes::toString);
                changedTenths = tenths;
                before = ladder.step();
            }
        }
    }

    /** Whichever step the load fits: tried in vain at 1, 3, 7 ... quiet times, then at the longest of them. */
    @Property(tries = 50)
    void shouldSettleWhereTheLoadFits(@ForAll @IntRange(min = 1, max = 3) int fits,
            @ForAll @IntRange(min = 0, max = 100) int calmSeconds) {
        begin();
        playTo(calmSeconds, CALM);
        playTo(calmSeconds + 20_000, step -> step.ordinal() < fits);
        // Four doublings from 60 s to 480 s, and one try every 490 s after that, each of two changes.
        assertTrue(changes.size() <= fits + 2 * (4 + 20_000 / 490), changes::toString);
        assertTrue(changes.subList(fits, changes.size()).stream().allMatch(change -> change.endsWith(
                DegradationStep.values()[fits].name()) || change.endsWith(DegradationStep.values()[fits - 1].name())));
    }

    @Test
    void shouldRefuseOptionsThatDoNotFitEachOther() {
        Duration second = Duration.ofSeconds(1);
        assertEquals("quietTime must be between PT2S and PT24H, but was PT1S",
                assertThrows(IllegalArgumentException.class,
                        () -> new DegradationOptions(true, 0.2, second, second, second)).getMessage());
        assertEquals("lateShare must be between 0.01 and 1, but was 0.0",
                assertThrows(IllegalArgumentException.class,
                        () -> new DegradationOptions(true, 0, second, second, second)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> new DegradationOptions(true, 0.2, Duration.ZERO,
                second, second));
        assertThrows(IllegalArgumentException.class, () -> new DegradationOptions(true, 0.2, second,
                Duration.ofSeconds(9), Duration.ofSeconds(8)));
    }
}
