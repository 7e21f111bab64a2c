package org.posestream.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.frame.FrameBuffer;

class LoopedFrameSourceTest {

    @Test
    void shouldGoOnWithItsTimes() throws SourceException {
        FrameBuffer buffer = new FrameBuffer(0);
        try (FrameSource source = new LoopedFrameSource(() -> PacedFrameSourceTest.replay(0, 50_000_000))) {
            assertEquals(0, source.frameCount());
            for (long expected : new long[] {0, 50_000_000, 90_000_000, 140_000_000, 180_000_000}) {
                assertTrue(source.advance());
                assertEquals(expected, source.captureNanos());
            }
            source.copyTo(buffer);
            assertArrayEquals(TestVideos.bytes(TestVideos.image(6, 5, 0)), TestVideos.bytes(buffer));
        }
    }

    @Test
    void shouldEndWhenInterrupted() throws SourceException {
        try (FrameSource source = new LoopedFrameSource(() -> PacedFrameSourceTest.replay(0))) {
            assertTrue(source.advance());
            source.interrupt();
            assertFalse(source.advance());
        }
    }

    @Test
    void shouldNotTurnInCirclesWithoutFrames() throws SourceException {
        try (FrameSource source = new LoopedFrameSource(() -> new ReplayFrameSource(List.of(), 25))) {
            assertFalse(source.advance());
        }
    }

    @Test
    void shouldLoopAFile(@TempDir Path folder) throws Exception {
        Path file = TestVideos.lossless(folder.resolve("a.mkv"), 16, 16, "yuv420p", 3);
        try (FrameSource source = new LoopedFrameSource(
                () -> FrameSources.open(file.toString(), SourceOptions.DEFAULT))) {
            for (int i = 0; i < 10; i++) {
                assertTrue(source.advance());
                assertEquals(i * 40_000_000L, source.captureNanos());
            }
        }
    }

    @Test
    void shouldPlayAFileAsIfItWereACamera(@TempDir Path folder) throws Exception {
        Path file = TestVideos.lossless(folder.resolve("a.mkv"), 16, 16, "yuv420p", 2);
        try (FrameSource source = FrameSources.openAsCamera(file.toString(), SourceOptions.DEFAULT)) {
            assertTrue(source.isLive());
            assertTrue(source.advance());
            long first = source.captureNanos();
            assertTrue(source.advance() && source.advance());
            assertTrue(source.captureNanos() - first >= 80_000_000, "the third frame comes after two intervals");
            assertTrue(System.nanoTime() - source.captureNanos() >= 0, "and not before it is due");
        }
    }
}
