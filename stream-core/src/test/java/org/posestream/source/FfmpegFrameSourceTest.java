package org.posestream.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posestream.export.VideoEncoder;
import org.posestream.export.VideoFormat;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;

class FfmpegFrameSourceTest {

    private final FrameBuffer buffer = new FrameBuffer(0);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"64,48", "128,64", "65,49", "2,2", "1,1", "1,7", "130,3"})
    void shouldDeliverEveryByteOfALosslessVideo(int width, int height) throws Exception {
        Path file = TestVideos.lossless(folder.resolve("a.mkv"), width, height, "yuv420p", 5);
        try (FrameSource source = open(file)) {
            for (int i = 0; i < 5; i++) {
                assertTrue(source.advance(), "frame " + i);
                source.copyTo(buffer);
                assertEquals(width, buffer.width());
                assertEquals(height, buffer.height());
                assertEquals(ColorMatrix.BT601_LIMITED, buffer.color());
                assertEquals(i * 40_000_000L, source.captureNanos());
                assertArrayEquals(TestVideos.bytes(TestVideos.image(width, height, i)), TestVideos.bytes(buffer));
            }
            assertFalse(source.advance());
            assertFalse(source.advance(), "the end stays the end");
        }
    }

    @Test
    void shouldDescribeAFile() throws Exception {
        Path file = folder.resolve("a.mp4");
        TestVideos.write(file, VideoFormat.h264(64, 48, 30, 500_000), times(12, 33_333_333));
        try (FrameSource source = open(file)) {
            assertFalse(source.isLive());
            assertEquals(30, source.frameRate(), 0.01);
            assertEquals(12, source.frameCount());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yuv420p10le", "yuv422p", "yuv444p", "yuv422p10le", "yuv444p16le"})
    void shouldConvertOtherSubsamplingsAndDepths(String pixelFormat) throws Exception {
        Path file = folder.resolve("a.mkv");
        flat(file, pixelFormat, 66, 50);
        try (FrameSource source = open(file)) {
            assertTrue(source.advance());
            source.copyTo(buffer);
            assertFlat(100, 90, 180, 1);
            assertEquals(ColorMatrix.BT601_LIMITED, buffer.color());
        }
    }

    @Test
    void shouldConvertGreyScale() throws Exception {
        Path file = folder.resolve("a.mkv");
        flat(file, "gray", 66, 50);
        try (FrameSource source = open(file)) {
            assertTrue(source.advance());
            source.copyTo(buffer);
            assertFlat(98, 128, 128, 2);
            assertEquals(ColorMatrix.BT601_FULL, buffer.color());
        }
    }

    @Test
    void shouldConvertRgb() throws Exception {
        Path file = folder.resolve("a.bmp");
        Files.write(file, TestImages.bmp(66, 50, 0xFF8020));
        try (FrameSource source = open(file)) {
            assertTrue(source.advance());
            source.copyTo(buffer);
            // BT.601 of (255, 128, 32) by hand: 16 + 219/255 154.9, 128 + 224/255 (-69.4), 128 + 224/255 71.4.
            assertFlat(149, 67, 191, 1);
            assertEquals(ColorMatrix.BT601_LIMITED, buffer.color());
            assertFalse(source.advance());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.bmp", "a%03d.bmp", "a:b.bmp", "with space.bmp"})
    void shouldReadAnImageOfOnePixelWhateverItsName(String name) throws Exception {
        Path file = folder.resolve(name);
        Files.write(file, TestImages.bmp(1, 1, 0xFFFFFF));
        try (FrameSource source = open(file)) {
            assertTrue(source.advance());
            source.copyTo(buffer);
            assertEquals(1, buffer.width());
            assertFlat(235, 128, 128, 0);
        }
    }

    @Test
    void shouldReadAnImageOf8k() throws Exception {
        Path file = TestVideos.lossless(folder.resolve("8k.mkv"), 7680, 4320, "yuv420p", 1);
        try (FrameSource source = open(file)) {
            assertTrue(source.advance());
            source.copyTo(buffer);
            assertEquals(7680, buffer.width());
            assertEquals(4320, buffer.height());
            assertEquals(TestVideos.image(7680, 4320, 0).pixels(), buffer.pixels());
        }
    }

    @Test
    void shouldKeepTheTimesOfVariableFrameRate() throws Exception {
        long[] times = {0, 33_000_000, 50_000_000, 500_000_000, 2_000_000_000};
        Path file = TestVideos.write(folder.resolve("a.mp4"), VideoFormat.h264(64, 48, 30, 500_000), times);
        List<Long> seen = new ArrayList<>();
        try (FrameSource source = open(file)) {
            while (source.advance()) {
                seen.add(source.captureNanos());
            }
        }
        assertArrayEquals(times, seen.stream().mapToLong(t -> t).toArray());
    }

    @ParameterizedTest
    @CsvSource({"90,0,1,-1,0", "180,-1,0,0,-1", "270,0,-1,1,0"})
    void shouldTurnTheImageUpright(int degrees, int a, int b, int c, int d) throws Exception {
        Path file = folder.resolve("a.mp4");
        FrameBuffer image = new FrameBuffer(0);
        image.resize(64, 48, ColorMatrix.BT601_LIMITED);
        for (int i = 0; i < TestVideos.size(image); i++) {
            // The left upper quarter is bright.
            image.pixels().put(i, (byte) (i >= 64 * 48 ? 128 : i % 64 < 32 && i / 64 < 24 ? 200 : 50));
        }
        try (VideoEncoder encoder = VideoEncoder.open(file, 64, 48, 30, 2_000_000)) {
            encoder.write(image, 0);
        }
        setDisplayMatrix(file, a, b, c, d);
        try (FrameSource source = open(file)) {
            assertTrue(source.advance());
            source.copyTo(buffer);
        }
        assertEquals(degrees == 180 ? 64 : 48, buffer.width());
        assertEquals(degrees == 180 ? 48 : 64, buffer.height());
        boolean right = degrees == 90 || degrees == 180;
        boolean low = degrees == 180 || degrees == 270;
        assertEquals(200, luma(right ? 0.75 : 0.25, low ? 0.75 : 0.25), 6);
        assertEquals(50, luma(right ? 0.25 : 0.75, low ? 0.75 : 0.25), 6);
        assertEquals(50, luma(right ? 0.75 : 0.25, low ? 0.25 : 0.75), 6);
    }

    @Test
    void shouldDeliverTheFramesBeforeACut() throws Exception {
        Path whole = TestVideos.lossless(folder.resolve("a.mkv"), 64, 48, "yuv420p", 20);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.mkv"), Arrays.copyOf(bytes, bytes.length / 2));
        int frames = 0;
        try (FrameSource source = open(cut)) {
            while (source.advance()) {
                source.copyTo(buffer);
                frames++;
            }
        }
        assertTrue(frames >= 8 && frames <= 11, "about half of 20 frames, but " + frames);
    }

    @Test
    void shouldSkipABrokenPacketAndGoOn() throws Exception {
        Path file = folder.resolve("a.mkv");
        TestVideos.write(file, VideoFormat.h264(64, 48, 30, 500_000), times(60, 33_333_333));
        byte[] bytes = Files.readAllBytes(file);
        int middle = bytes.length / 2;
        Arrays.fill(bytes, middle, middle + 300, (byte) 0xFF);
        Files.write(file, bytes);
        int frames = 0;
        long last = -1;
        try (FrameSource source = open(file)) {
            while (source.advance()) {
                assertTrue(source.captureNanos() > last);
                last = source.captureNanos();
                frames++;
            }
        }
        assertTrue(frames > 30, "frames after the damage are delivered, but only " + frames + " came");
    }

    @Test
    void shouldFollowAChangeOfSize() throws Exception {
        Path small = TestVideos.lossless(folder.resolve("1.mkv"), 64, 48, "yuv444p", 1);
        Path large = TestVideos.lossless(folder.resolve("2.mkv"), 96, 80, "yuv444p", 1);
        try (FrameSource a = open(small); FrameSource b = open(large)) {
            assertTrue(a.advance());
            a.copyTo(buffer);
            assertEquals(64, buffer.width());
            assertTrue(b.advance());
            b.copyTo(buffer);
            assertEquals(96, buffer.width());
        }
    }

    @Test
    void shouldOpenMoreSourcesAtOnceThanJavaCppHasCallbacks() throws Exception {
        Path file = TestVideos.lossless(folder.resolve("a.mkv"), 16, 16, "yuv420p", 2);
        List<FrameSource> sources = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            sources.add(open(file));
        }
        for (FrameSource source : sources) {
            assertTrue(source.advance());
        }
        sources.forEach(FrameSource::close);
    }

    @Test
    void shouldEndWhenInterrupted() throws Exception {
        Path file = TestVideos.lossless(folder.resolve("a.mkv"), 16, 16, "yuv420p", 3);
        try (FrameSource source = open(file)) {
            assertTrue(source.advance());
            source.interrupt();
            assertFalse(source.advance());
        }
    }

    @Test
    void shouldNotCopyBeforeTheFirstFrame() throws Exception {
        Path file = TestVideos.lossless(folder.resolve("a.mkv"), 16, 16, "yuv420p", 1);
        try (FrameSource source = open(file)) {
            assertThrows(IllegalStateException.class, () -> source.copyTo(buffer));
        }
    }

    @Test
    void shouldCloseTwice() throws Exception {
        Path file = TestVideos.lossless(folder.resolve("a.mkv"), 16, 16, "yuv420p", 1);
        FrameSource source = open(file);
        source.close();
        source.close();
    }

    @Test
    void shouldNameAMissingFile() {
        assertMessage("there is no file 'nowhere.mp4'; give the path of a video, an image or a folder of images, or an"
                + " address such as rtsp://host/path or /dev/video0", "nowhere.mp4");
    }

    @Test
    void shouldRefuseAnEmptyFile() throws Exception {
        Path file = Files.createFile(folder.resolve("empty.mp4"));
        assertMessage("'" + file + "' is empty (0 bytes); give a video or an image", file.toString());
    }

    @Test
    void shouldRefuseTextRenamedToVideo() throws Exception {
        Path file = Files.writeString(folder.resolve("text.mp4"), "This is no video.\n".repeat(200));
        assertMessage("'" + file + "' is not a video or image that can be read (Invalid data found when processing"
                + " input); give a file that plays in a video player", file.toString());
    }

    @Test
    void shouldRefuseAFileOfSoundOnly() throws Exception {
        Path file = Files.write(folder.resolve("sound.wav"), TestImages.wav(8000));
        assertMessage("'" + file + "' has no video stream; give a file or address with pictures", file.toString());
    }

    @Test
    void shouldRefuseAnUnknownCodec() throws Exception {
        Path file = folder.resolve("a.mp4");
        TestVideos.write(file, VideoFormat.h264(64, 48, 30, 500_000), 0, 40_000_000);
        replace(file, "avc1", "zzzz");
        assertMessage("the codec 'none' of '" + file + "' is not supported; convert the video to H.264 or VP9",
                file.toString());
    }

    @Test
    void shouldRefuseADamagedImage() throws Exception {
        byte[] bmp = TestImages.bmp(64, 64, 0x112233);
        Path file = Files.write(folder.resolve("a.bmp"), Arrays.copyOf(bmp, 60));
        try (FrameSource source = open(file)) {
            SourceException e = assertThrows(SourceException.class, source::advance);
            assertEquals("'" + file + "' holds no picture that can be decoded; the file is damaged", e.getMessage());
        }
    }

    @Test
    void shouldRefuseAnOptionThatFfmpegDoesNotKnow() throws Exception {
        Path file = TestVideos.lossless(folder.resolve("a.mkv"), 16, 16, "yuv420p", 1);
        SourceOptions options = SourceOptions.DEFAULT.withInputOptions(Map.of("colour", "pink"));
        SourceException e = assertThrows(SourceException.class, () -> FrameSources.open(file.toString(), options));
        assertEquals("FFmpeg has no option 'colour' for '" + file + "'; leave it out", e.getMessage());
    }

    @Test
    void shouldNameTheAddressThatDoesNotAnswerWithoutItsPassword() {
        assertMessage("cannot connect to 'rtsp://127.0.0.1:1/cam': Connection refused; check the address and that the"
                + " sender is on", "rtsp://user:secret@127.0.0.1:1/cam");
    }

    private static void assertMessage(String expected, String address) {
        SourceException e = assertThrows(SourceException.class,
                () -> FrameSources.open(address, SourceOptions.DEFAULT).close());
        assertEquals(expected, e.getMessage());
    }

    private static FrameSource open(Path file) throws SourceException {
        return FrameSources.open(file.toString(), SourceOptions.DEFAULT);
    }

    private static void flat(Path file, String pixelFormat, int width, int height) throws Exception {
        FrameBuffer image = TestVideos.image(width, height, 0);
        for (int i = 0; i < TestVideos.size(image); i++) {
            int plane = i < image.planeOffset(1) ? 100 : i < image.planeOffset(2) ? 90 : 180;
            image.pixels().put(i, (byte) plane);
        }
        VideoFormat format = new VideoFormat("ffv1", pixelFormat, width, height, 25, 1_000_000,
                ColorMatrix.BT601_LIMITED);
        try (VideoEncoder encoder = VideoEncoder.open(file.toString(), format)) {
            encoder.write(image, 0);
        }
    }

    private void assertFlat(int y, int cb, int cr, int tolerance) {
        int[] expected = {y, cb, cr};
        for (int plane = 0; plane < 3; plane++) {
            int end = plane == 2 ? TestVideos.size(buffer) : buffer.planeOffset(plane + 1);
            for (int i = buffer.planeOffset(plane); i < end; i++) {
                assertEquals(expected[plane], buffer.pixels().get(i) & 255, tolerance, "plane " + plane);
            }
        }
    }

    private int luma(double x, double y) {
        return buffer.pixels().get((int) (y * buffer.height()) * buffer.width() + (int) (x * buffer.width())) & 255;
    }

    private static long[] times(int frames, long interval) {
        long[] times = new long[frames];
        for (int i = 0; i < frames; i++) {
            times[i] = i * interval;
        }
        return times;
    }

    /** Writes the matrix a b / c d (16.16 fixed point) into the track header, 40 bytes after its version. */
    private static void setDisplayMatrix(Path file, int a, int b, int c, int d) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        int matrix = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd") + 4 + 40;
        java.nio.ByteBuffer view = java.nio.ByteBuffer.wrap(bytes);
        view.putInt(matrix, a << 16).putInt(matrix + 4, b << 16);
        view.putInt(matrix + 12, c << 16).putInt(matrix + 16, d << 16);
        Files.write(file, bytes);
    }

    private static void replace(Path file, String from, String to) throws Exception {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertTrue(text.contains(from));
        Files.write(file, text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
    }
}
