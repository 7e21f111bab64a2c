package org.posestream.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
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
    void shouldCountTheBrokenPacketsOfAllRounds(@TempDir Path folder) throws Exception {
        Path file = TestVideos.motionJpeg(folder.resolve("a.mjpeg"), 64, 48, 6);
        byte[] bytes = Files.readAllBytes(file);
        int middle = bytes.length / 2;
        Arrays.fill(bytes, middle, middle + 600, (byte) 0xFF);
        Files.write(file, bytes);
        long inOneRound;
        int framesOfOneRound = 0;
        try (FrameSource once = FrameSources.open(file.toString(), SourceOptions.DEFAULT)) {
            while (once.advance()) {
                framesOfOneRound++;
            }
            inOneRound = once.brokenPackets();
        }
        assertTrue(inOneRound > 0 && framesOfOneRound > 0);
        AtomicLong now = new AtomicLong();
        FrameSource rounds = new LoopedFrameSource(() -> FrameSources.open(file.toString(), SourceOptions.DEFAULT));
        try (FrameSource source = new PacedFrameSource(rounds, now::get, now::addAndGet)) {
            for (int i = 0; i < 2 * framesOfOneRound + 1; i++) {
                assertTrue(source.advance());
            }
            assertTrue(source.brokenPackets() >= 2 * inOneRound, "" + source.brokenPackets());
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
