package org.posestream.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyRecorderTest {

    private final LatencyRecorder recorder = new LatencyRecorder();

    @Test
    void shouldSummariseInMilliseconds() {
        for (int i = 1; i <= 100; i++) {
            recorder.recordTotal(i * 1_000_000L);
        }
        LatencySummary total = recorder.total();
        assertEquals("total", total.label());
        assertEquals(100, total.count());
        assertEquals(50.5, total.meanMillis(), 0.05);
        assertEquals(50, total.p50Millis(), 0.05);
        assertEquals(99, total.p99Millis(), 0.1);
        assertEquals(100, total.maxMillis(), 0.1);
    }

    @Test
    void shouldAddUpAcrossReads() {
        recorder.record(Stage.LIFT, 2_000_000);
        recorder.summaries();
        recorder.record(Stage.LIFT, 4_000_000);
        recorder.summaries();
        LatencySummary lift = recorder.summaries().get(0);
        assertEquals("lift", lift.label());
        assertEquals(2, lift.count());
        assertEquals(3, lift.meanMillis(), 0.01);
    }

    @Test
    void shouldForgetWhatWasRecorded() {
        recorder.record(Stage.LIFT, 1_000_000);
        recorder.total();
        recorder.reset();
        assertEquals(List.of(), recorder.summaries());
    }

    @Test
    void shouldTellTheAgeOfLiveFramesApart() {
        recorder.recordTotal(3_000_000);
        recorder.recordAge(40_000_000);
        assertEquals(List.of("total", "age"), recorder.summaries().stream().map(LatencySummary::label).toList());
        assertEquals(40, recorder.age().maxMillis(), 0.04);
        assertEquals(3, recorder.total().maxMillis(), 0.003);
    }

    @Test
    void shouldKeepTwoDigitsInLessThanAMegabyte() {
        LatencyRecorder ofCamera = new LatencyRecorder(2);
        ofCamera.recordTotal(123_456_789);
        assertEquals(123.456789, ofCamera.total().p50Millis(), 1.23456789);
        // 9 tracks of 3 histograms: 21 halves of 256 places, 8 bytes each, and half a kilobyte of fields.
        assertEquals(9 * 3 * (21 * 128 * 8 + 512), ofCamera.footprintBytes());
    }

    @Test
    void shouldTakeTimesOutsideItsRange() {
        recorder.recordTotal(-5);
        recorder.recordTotal(Long.MAX_VALUE);
        assertEquals(2, recorder.total().count());
        assertEquals(60_000, recorder.total().maxMillis(), 60);
    }

    @Test
    void shouldCountByClassesAcrossReads() {
        long[] bounds = {1_000_000, 5_000_000, 10_000_000};
        recorder.record(Stage.DETECT, 900_000);
        recorder.record(Stage.DETECT, 5_000_000);
        recorder.distributions(bounds);
        recorder.record(Stage.DETECT, 5_100_000);
        recorder.record(Stage.DETECT, 11_000_000);
        recorder.record(Stage.DETECT, 12_000_000);
        recorder.recordTotal(2_000_000);

        List<LatencyDistribution> distributions = recorder.distributions(bounds);

        assertEquals(List.of("detect", "total"), distributions.stream().map(LatencyDistribution::label).toList());
        assertArrayEquals(new long[] {1, 1, 1, 2}, distributions.get(0).counts());
        assertEquals(0.034, distributions.get(0).sumSeconds(), 34e-6);
        assertArrayEquals(new long[] {0, 1, 0, 0}, distributions.get(1).counts());
    }
}
