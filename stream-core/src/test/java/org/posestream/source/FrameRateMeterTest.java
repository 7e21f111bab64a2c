package org.posestream.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FrameRateMeterTest {

    private final FrameRateMeter meter = new FrameRateMeter();
    private long nanos = 7;

    @Test
    void shouldMeasureAfterTwoSecondsAndFollowAChange() {
        frames(50, 40_000_000);
        assertEquals(0, meter.framesPerSecond());
        frames(1, 40_000_000);
        assertEquals(25, meter.framesPerSecond(), 1e-9);
        frames(21, 100_000_000);
        assertEquals(21 / 2.04, meter.framesPerSecond(), 1e-9, "the first of them came after 40 ms");
        frames(20, 100_000_000);
        assertEquals(10, meter.framesPerSecond(), 1e-9);
    }

    private void frames(int count, long stepNanos) {
        for (int i = 0; i < count; i++) {
            meter.frame(nanos);
            nanos += stepNanos;
        }
    }
}
