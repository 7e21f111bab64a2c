package org.posestream.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posestream.frame.FrameBuffer;

class MeteredFrameSourceTest {

    @Test
    void shouldBeginAgainUntilThereAreEnoughFrames() throws Exception {
        List<Long> millis = new ArrayList<>();
        try (MeteredFrameSource source = new MeteredFrameSource("lavfi:testsrc=rate=10:duration=0.3:size=64x48", 5)) {
            FrameBuffer buffer = new FrameBuffer(0);
            while (source.advance()) {
                source.copyTo(buffer);
                millis.add(source.captureNanos() / 1_000_000);
            }
            assertTrue(source.decodeNanos() > 0);
            assertTrue(source.copyNanos() > 0);
        }

        assertEquals(List.of(0L, 100L, 200L, 0L, 100L), millis);
    }
}
