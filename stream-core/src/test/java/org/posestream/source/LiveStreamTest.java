package org.posestream.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posestream.export.VideoFormat;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;
import org.posestream.source.TcpSender.Then;

/** Streams that change, break and lie; as transport streams over TCP they are live. */
@Timeout(60)
class LiveStreamTest {

    private static final SourceOptions HASTY = SourceOptions.DEFAULT.withTimeoutNanos(250_000_000);

    private final FrameBuffer buffer = new FrameBuffer(0);

    @TempDir
    private Path folder;

    @Test
    void shouldFollowAChangeOfSize() throws Exception {
        byte[] stream = join(video("a.ts", "libopenh264", 320, 240, 25), video("b.ts", "libopenh264", 160, 120, 25),
                video("c.ts", "libopenh264", 320, 240, 25));
        Set<String> sizes = new LinkedHashSet<>();
        int frames = 0;
        try (TcpSender sender = new TcpSender(stream, Then.CLOSE); FrameSource source = open(sender)) {
            assertEquals(SourceFormat.UNKNOWN, source.format());
            long last = Long.MIN_VALUE;
            while (source.advance()) {
                source.copyTo(buffer);
                assertEquals(buffer.width() + "x" + buffer.height(), size(source.format()));
                assertEquals("h264", source.format().codec());
                assertEquals("yuv420p", source.format().pixelFormat());
                assertTrue(source.captureNanos() > last && source.captureNanos() <= System.nanoTime());
                last = source.captureNanos();
                sizes.add(size(source.format()) + " " + frames / 10);
                frames++;
            }
            assertEquals(Optional.of("the sender closed the stream"), source.endReason());
        }
        assertEquals(30, frames);
        assertEquals(List.of("320x240 0", "160x120 1", "320x240 2"), List.copyOf(sizes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.ts", "a.flv", "a.mkv"})
    void shouldDeliverTheFirstFramesToo(String name) throws Exception {
        int frames = 0;
        try (TcpSender sender = new TcpSender(video(name, "libopenh264", 64, 48, 25), Then.CLOSE);
                FrameSource source = open(sender)) {
            while (source.advance()) {
                frames++;
            }
        }
        assertEquals(10, frames);
    }

    @Test
    void shouldFollowAChangeOfCodec() throws Exception {
        byte[] stream = join(video("a.ts", "libopenh264", 320, 240, 25), video("b.ts", "mpeg4", 160, 120, 25),
                video("c.ts", "libopenh264", 320, 240, 25));
        List<String> formats = new ArrayList<>();
        try (TcpSender sender = new TcpSender(stream, Then.CLOSE); FrameSource source = open(sender)) {
            while (source.advance()) {
                source.copyTo(buffer);
                formats.add(source.format().codec() + " " + size(source.format()));
            }
            assertEquals(Optional.of("the sender closed the stream"), source.endReason());
        }
        assertEquals(List.of("h264 320x240", "mpeg4 160x120", "h264 320x240"), List.copyOf(changes(formats)));
        assertTrue(formats.size() >= 24, "a change costs what the decoder held, but only " + formats.size() + " came");
    }

    @Test
    void shouldTellWhereTheClockRunsBackwards() throws Exception {
        byte[] one = video("a.ts", "libopenh264", 64, 48, 25);
        List<Integer> jumps = new ArrayList<>();
        try (TcpSender sender = new TcpSender(join(one, one), Then.CLOSE); FrameSource source = open(sender)) {
            for (int i = 0; source.advance(); i++) {
                if (source.isDiscontinuous()) {
                    jumps.add(i);
                }
            }
        }
        assertEquals(List.of(10), jumps);
    }

    @Test
    void shouldGiveUpOnAStreamThatGivesNoPicture() throws Exception {
        byte[] stream = video("a.ts", "libopenh264", 64, 48, 25);
        byte[] broken = breakPictures(stream);
        try (TcpSender sender = new TcpSender(broken, Then.REPEAT);
                FrameSource source = FrameSources.open(sender.address(), HASTY)) {
            assertFalse(source.advance());
            assertTrue(source.endReason().orElseThrow().matches("no picture in [0-9]{2,} packets"),
                    source.endReason().toString());
            assertFalse(source.advance(), "lost is lost");
        }
    }

    @Test
    void shouldSkipAndCountWhatCannotBeDecoded() throws Exception {
        byte[] one = video("a.ts", "libopenh264", 64, 48, 25);
        int frames = 0;
        try (TcpSender sender = new TcpSender(join(one, breakPictures(one), one), Then.CLOSE);
                FrameSource source = open(sender)) {
            while (source.advance()) {
                frames++;
            }
            assertTrue(source.brokenPackets() > 0);
        }
        assertTrue(frames >= 19, "the good frames come, but only " + frames);
    }

    @Test
    void shouldTellThatNothingCame() throws Exception {
        byte[] one = video("a.ts", "libopenh264", 64, 48, 25);
        try (TcpSender sender = new TcpSender(one, Then.SILENCE);
                FrameSource source = FrameSources.open(sender.address(), HASTY)) {
            while (source.advance()) {
                assertEquals(Optional.empty(), source.endReason());
            }
            assertEquals(Optional.of("no packet within 250 ms"), source.endReason());
        }
    }

    @Test
    void shouldGiveNoReasonAfterAnInterrupt() throws Exception {
        byte[] one = video("a.ts", "libopenh264", 64, 48, 25);
        try (TcpSender sender = new TcpSender(one, Then.REPEAT); FrameSource source = open(sender)) {
            assertTrue(source.advance());
            source.interrupt();
            assertFalse(source.advance());
            assertEquals(Optional.empty(), source.endReason());
        }
    }

    private static FrameSource open(TcpSender sender) throws SourceException {
        FrameSource source = FrameSources.open(sender.address(), SourceOptions.DEFAULT);
        assertTrue(source.isLive());
        return source;
    }

    /** Ten frames. */
    private byte[] video(String name, String codec, int width, int height, double rate) throws Exception {
        long[] times = new long[10];
        for (int i = 0; i < times.length; i++) {
            times[i] = Math.round(i * 1e9 / rate);
        }
        VideoFormat format = new VideoFormat(codec, "yuv420p", width, height, rate, 1_000_000,
                ColorMatrix.BT601_LIMITED);
        return Files.readAllBytes(TestVideos.write(folder.resolve(name), format, times));
    }

    /** Fills the pictures' packets of a transport stream with noise behind their time stamps. */
    private static byte[] breakPictures(byte[] stream) {
        byte[] broken = stream.clone();
        for (int i = 0; i + 188 <= broken.length; i += 188) {
            int pid = (broken[i + 1] & 0x1F) << 8 | broken[i + 2] & 255;
            if (pid == 0x100) {
                boolean start = (broken[i + 1] & 0x40) != 0;
                int from = start ? Math.min(188, 4 + 60) : 188 - 40;
                Arrays.fill(broken, i + from, i + 188, (byte) 0xA5);
            }
        }
        return broken;
    }

    private static String size(SourceFormat format) {
        return format.width() + "x" + format.height();
    }

    private static List<String> changes(List<String> all) {
        List<String> changes = new ArrayList<>();
        for (String one : all) {
            if (changes.isEmpty() || !changes.get(changes.size() - 1).equals(one)) {
                changes.add(one);
            }
        }
        return changes;
    }

    private static byte[] join(byte[]... parts) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.write(part);
        }
        return out.toByteArray();
    }
}
