package org.posestream.motion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OneEuroFilterTest {

    private static final long[] MILLIS = {0, 33, 66, 100, 120, 200, 233};
    private static final float[] VALUES = {100, 101, 99, 104, 110, 125, 124};

    @Test
    void shouldEqualAnIndependentComputationForJointsOfAPerson400PixelsTall() {
        // Computed in Python with 64-bit numbers from the paper's time-constant form, speed from raw values.
        float[] expected = {100, 100.184457f, 99.937634f, 101.864162f, 106.483727f, 123.287272f, 123.827759f};
        OneEuroFilter filter = new OneEuroFilter(OneEuroParameters.JOINTS_2D, 1);

        assertArrayEquals(expected, smoothAll(filter, 1 / 400.0), 2e-4f);
        assertEquals(0.18855106f, filter.speed(0), 1e-6f);
    }

    @Test
    void shouldEqualAnIndependentComputationForOtherParameters() {
        float[] expected = {100, 100.176886f, 99.967678f, 100.760731f, 102.112799f, 112.596086f, 115.339752f};

        assertArrayEquals(expected, smoothAll(new OneEuroFilter(new OneEuroParameters(1, 0.007, 1), 1), 1), 2e-4f);
    }

    @Test
    void shouldReturnValuesUnchangedWhenTimeDoesNotAdvance() {
        OneEuroFilter filter = new OneEuroFilter(OneEuroParameters.JOINTS_3D, 1);
        OneEuroFilter undisturbed = new OneEuroFilter(OneEuroParameters.JOINTS_3D, 1);
        at(filter, 0, 1);
        at(undisturbed, 0, 1);

        assertEquals(5, at(filter, 0, 5));
        assertEquals(7, at(filter, -100, 7));
        assertEquals(at(undisturbed, 33, 1.1f), at(filter, 33, 1.1f), "and they leave no trace");
    }

    @Test
    void shouldBeginAfreshAfterAReset() {
        OneEuroFilter filter = new OneEuroFilter(OneEuroParameters.JOINTS_3D, 1);
        at(filter, 0, 1);
        at(filter, 33, 1);
        filter.reset();

        assertEquals(9, at(filter, 20, 9));
        assertEquals(0, filter.speed(0));
    }

    @Test
    void shouldHoldAValueOfNoWeight() {
        OneEuroFilter filter = new OneEuroFilter(OneEuroParameters.JOINTS_3D, 1);
        at(filter, 0, 1);
        filter.advance(33_000_000, 1);

        assertEquals(1, filter.smooth(0, 8, 0));
    }

    @Test
    void shouldSeeNoSpeedInAReturnFromAValueOfNoWeight() {
        OneEuroFilter filter = new OneEuroFilter(OneEuroParameters.JOINTS_3D, 1);
        at(filter, 0, 1);
        filter.advance(33_000_000, 1);
        filter.smooth(0, 8, 0);

        assertEquals(1, at(filter, 66, 1));
        assertEquals(0, filter.speed(0));
    }

    @Property
    void shouldLeaveAConstantConstant(@ForAll @FloatRange(min = -2000, max = 2000) float value,
            @ForAll @IntRange(min = 1, max = 100) int stepMillis) {
        OneEuroFilter filter = new OneEuroFilter(OneEuroParameters.JOINTS_2D, 1);
        for (int i = 0; i < 20; i++) {
            assertEquals(value, at(filter, i * stepMillis, value));
        }
    }

    @Property
    void shouldAnswerAStepWithoutOvershoot(@ForAll @FloatRange(min = -2, max = 2) float step,
            @ForAll @IntRange(min = 5, max = 100) int stepMillis) {
        OneEuroFilter filter = new OneEuroFilter(OneEuroParameters.JOINTS_3D, 1);
        float previous = at(filter, 0, 0);
        for (int i = 1; i < 60; i++) {
            float next = at(filter, i * stepMillis, step);
            float tolerance = 1e-6f + Math.abs(step) * 1e-6f;
            assertTrue((next - previous) * Math.signum(step) >= -tolerance, "goes back at step " + i);
            assertTrue(Math.abs(next) <= Math.abs(step) + tolerance, "overshoots at step " + i);
            previous = next;
        }
    }

    @Test
    void shouldDrawNearlyTheSameCurveAt30And60FramesASecond() {
        DoubleUnaryOperator wave = seconds -> 0.3 * Math.sin(2 * Math.PI * 0.8 * seconds);
        OneEuroFilter slow = new OneEuroFilter(OneEuroParameters.JOINTS_3D, 1);
        OneEuroFilter fast = new OneEuroFilter(OneEuroParameters.JOINTS_3D, 1);
        double largest = 0;
        for (int i = 0; i <= 240; i++) {
            float quick = at(fast, i * 1000.0 / 60, (float) wave.applyAsDouble(i / 60.0));
            if (i % 2 == 0) {
                largest = Math.max(largest, Math.abs(quick - at(slow, i * 1000.0 / 60,
                        (float) wave.applyAsDouble(i / 60.0))));
            }
        }
        assertTrue(largest < 0.01, "curves of 0.3 m differ by " + largest + " m");
    }

    /** The lag that the documentation states: 4 mm (4 ms) behind a wrist at a steady metre a second. */
    @Test
    void shouldLagFourMillimetresBehindAWristAtOneMetreASecond() {
        OneEuroFilter filter = new OneEuroFilter(OneEuroParameters.JOINTS_3D, 1);
        float smoothed = 0;
        for (int i = 0; i < 90; i++) {
            smoothed = at(filter, i * 1000.0 / 30, i / 30f);
        }
        assertEquals(0.00397f, 89 / 30f - smoothed, 2e-5f);
    }

    @Test
    void shouldCalmNoiseAtRest() {
        Random random = new Random(3);
        OneEuroFilter filter = new OneEuroFilter(OneEuroParameters.JOINTS_2D, 1);
        double raw = 0;
        double calm = 0;
        float previousRaw = 0;
        float previousCalm = 0;
        for (int i = 0; i < 600; i++) {
            float value = (float) random.nextGaussian();
            filter.advance(i * 33_333_333L, 1 / 400.0);
            float smoothed = filter.smooth(0, value);
            raw += i > 30 ? Math.abs(value - previousRaw) : 0;
            calm += i > 30 ? Math.abs(smoothed - previousCalm) : 0;
            previousRaw = value;
            previousCalm = smoothed;
        }
        assertTrue(calm < raw / 5, "movement from frame to frame falls only from " + raw + " to " + calm);
    }

    @Test
    void shouldRefuseParametersThatMakeNoFilter() {
        assertEquals("minCutoffHertz must be above 0, but was 0.0",
                assertThrows(IllegalArgumentException.class, () -> new OneEuroParameters(0, 1, 1)).getMessage());
        assertEquals("beta must not be negative, but was -1.0",
                assertThrows(IllegalArgumentException.class, () -> new OneEuroParameters(1, -1, 1)).getMessage());
    }

    private static float[] smoothAll(OneEuroFilter filter, double unitsPerValue) {
        float[] smoothed = new float[VALUES.length];
        for (int i = 0; i < VALUES.length; i++) {
            filter.advance(MILLIS[i] * 1_000_000, unitsPerValue);
            smoothed[i] = filter.smooth(0, VALUES[i]);
        }
        return smoothed;
    }

    private static float at(OneEuroFilter filter, double millis, float value) {
        filter.advance(Math.round(millis * 1e6), 1);
        return filter.smooth(0, value);
    }
}
