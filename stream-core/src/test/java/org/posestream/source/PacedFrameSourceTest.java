package org.posestream.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PacedFrameSourceTest {

    private final List<Long> parked = new ArrayList<>();
    private long now = 1_000_000_000_000L;

    @Test
    void shouldWaitUntilEachFrameIsDue() throws SourceException {
        PacedFrameSource source = paced(0, 40_000_000, 100_000_000);
        assertTrue(source.isLive());
        assertTrue(source.advance());
        assertEquals(now, source.captureNanos());
        now += 10_000_000;
        assertTrue(source.advance());
        assertEquals(1_000_040_000_000L, now);
        assertEquals(now, source.captureNanos());
        assertTrue(source.advance());
        assertEquals(1_000_100_000_000L, source.captureNanos());
        assertFalse(source.advance());
        assertEquals(List.of(30_000_000L, 60_000_000L), parked);
    }

    @Test
    void shouldCatchUpAfterAShortDelay() throws SourceException {
        PacedFrameSource source = paced(0, 40_000_000, 80_000_000);
        source.advance();
        now += 70_000_000;
        assertTrue(source.advance());
        assertEquals(1_000_040_000_000L, source.captureNanos());
        assertTrue(source.advance());
        assertEquals(1_000_080_000_000L, source.captureNanos());
        assertEquals(List.of(10_000_000L), parked);
    }

    @Test
    void shouldStartAnewAfterALongDelay() throws SourceException {
        PacedFrameSource source = paced(0, 40_000_000, 80_000_000);
        source.advance();
        now += 3_000_000_000L;
        assertTrue(source.advance());
        assertEquals(now, source.captureNanos());
        assertTrue(source.advance());
        assertEquals(List.of(40_000_000L), parked);
    }

    @Test
    void shouldStopWaitingWhenInterrupted() throws SourceException {
        PacedFrameSource[] self = new PacedFrameSource[1];
        self[0] = new PacedFrameSource(replay(0, 40_000_000), () -> now, nanos -> self[0].interrupt());
        assertTrue(self[0].advance());
        assertFalse(self[0].advance());
    }

    @Test
    @Timeout(10)
    void shouldStopWaitingWhenItsThreadIsInterrupted() throws SourceException {
        PacedFrameSource source = new PacedFrameSource(replay(0, 40_000_000), () -> now,
                nanos -> Thread.currentThread().interrupt());
        assertTrue(source.advance());
        assertFalse(source.advance());
        assertTrue(Thread.interrupted(), "it is passed on");
    }

    private PacedFrameSource paced(long... times) {
        return new PacedFrameSource(replay(times), () -> now, nanos -> {
            parked.add(nanos);
            now += nanos;
        });
    }

    static ReplayFrameSource replay(long... times) {
        List<ReplayFrameSource.Frame> frames = new ArrayList<>();
        for (int i = 0; i < times.length; i++) {
            frames.add(ReplayFrameSource.Frame.of(TestVideos.image(6, 5, i), times[i]));
        }
        return new ReplayFrameSource(frames, 25);
    }
}
