package org.posestream.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;
import org.posestream.source.ReplayFrameSource;

class ScheduledFrameSourceTest {

    private final FrameBuffer buffer = new FrameBuffer(0);

    @Test
    void shouldPlayForthAndBack() {
        ScheduledFrameSource source = new ScheduledFrameSource(frames(3), 1e6, 7);

        List<Integer> shown = new ArrayList<>();
        while (source.advance()) {
            source.copyTo(buffer);
            shown.add((int) buffer.pixels().get(0));
        }

        assertEquals(List.of(0, 1, 2, 1, 0, 1, 2), shown);
    }

    @Test
    void shouldStampFramesWithTheTimeTheyWereDueHoweverLateTheyAreTaken() {
        ScheduledFrameSource source = new ScheduledFrameSource(frames(1), 1e6, 3);

        assertTrue(source.advance());
        final long first = source.captureNanos();
        while (System.nanoTime() < first + 5000) {
            Thread.onSpinWait(); // Late for the next one.
        }
        assertTrue(source.advance());
        assertEquals(first + 1000, source.captureNanos());
        assertTrue(source.advance());
        assertEquals(first + 2000, source.captureNanos());
        assertFalse(source.advance());
    }

    @Test
    void shouldEndWhenInterrupted() {
        ScheduledFrameSource source = new ScheduledFrameSource(frames(1), 1e6, Long.MAX_VALUE);
        assertTrue(source.advance());

        source.interrupt();

        assertFalse(source.advance());
    }

    private static List<ReplayFrameSource.Frame> frames(int count) {
        List<ReplayFrameSource.Frame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] i420 = {(byte) i, 0, 0, 0, 0, 0};
            frames.add(new ReplayFrameSource.Frame(2, 2, ColorMatrix.BT601_LIMITED, i420, 0));
        }
        return frames;
    }
}
