package org.posestream.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private static final long SECOND = 1_000_000_000L;

    private static List<Integer> admitted(RateLimit limit, double framesPerSecond, int frames) {
        List<Integer> admitted = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            if (limit.admits(Math.round(i * SECOND / framesPerSecond))) {
                admitted.add(i);
            }
        }
        return admitted;
    }

    @Test
    void shouldAdmitEverythingWithoutALimit() {
        assertEquals(100, admitted(new RateLimit(0), 30, 100).size());
    }

    @Test
    void shouldAdmitEverythingOfASlowerCamera() {
        assertEquals(100, admitted(new RateLimit(30), 25, 100).size());
        assertEquals(100, admitted(new RateLimit(30), 30, 100).size());
    }

    @Test
    void shouldTakeEveryThirdFrameForAThirdOfTheRate() {
        assertEquals(List.of(0, 3, 6, 9, 12), admitted(new RateLimit(10), 30, 15));
    }

    @Test
    void shouldTakeTwoOfThreeEvenly() {
        assertEquals(List.of(0, 2, 3, 5, 6, 8, 9, 11), admitted(new RateLimit(20), 30, 12));
    }

    @Test
    void shouldNotLoseAFrameToATremblingClock() {
        RateLimit limit = new RateLimit(10);
        List<Integer> admitted = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            long tremble = (i % 2 == 0 ? 2 : -2) * 1_000_000L;
            if (limit.admits(i * SECOND / 30 + tremble)) {
                admitted.add(i);
            }
        }
        assertEquals(List.of(0, 3, 6, 9), admitted);
    }

    @Test
    void shouldNotMakeUpForAGap() {
        RateLimit limit = new RateLimit(1);
        assertTrue(limit.admits(0));
        assertTrue(limit.admits(10 * SECOND));
        assertEquals(List.of(false, false, true), List.of(limit.admits(10 * SECOND + SECOND / 3),
                limit.admits(10 * SECOND + 2 * SECOND / 3), limit.admits(11 * SECOND)));
    }

    @Test
    void shouldBeginAnewWhenTheClockStepsBack() {
        RateLimit limit = new RateLimit(1);
        assertTrue(limit.admits(100 * SECOND));
        assertTrue(limit.admits(0));
        assertEquals(List.of(false, true), List.of(limit.admits(SECOND / 2), limit.admits(SECOND)));
    }

    @Property
    void shouldKeepTheMeanRate(@ForAll @DoubleRange(min = 1, max = 60) double limit,
            @ForAll @IntRange(min = 5, max = 120) int framesPerSecond) {
        int admitted = admitted(new RateLimit(limit), framesPerSecond, framesPerSecond * 20).size();
        assertEquals(20 * Math.min(limit, framesPerSecond), admitted, 2);
    }
}
