package org.posestream.source;

import static org.bytedeco.ffmpeg.global.avdevice.avdevice_register_all;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
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
        flat(file, new VideoFormat("ffv1", pixelFormat, 66, 50, 25, 1_000_000, ColorMatrix.BT601_LIMITED));
        try (FrameSource source = open(file)) {
            assertTrue(source.advance());
            source.copyTo(buffer);
            assertFlat(100, 90, 180, 1);
            assertEquals(ColorMatrix.BT601_LIMITED, buffer.color());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldConvertGreyScaleInTheRangeThatItSays(boolean full) throws Exception {
        Path file = folder.resolve("a.mkv");
        ColorMatrix color = full ? ColorMatrix.BT601_FULL : ColorMatrix.BT601_LIMITED;
        flat(file, new VideoFormat("ffv1", "gray", 66, 50, 25, 1_000_000, color));
        try (FrameSource source = open(file)) {
            assertTrue(source.advance());
            source.copyTo(buffer);
            // The encoder's scaler makes 98 of 100: it takes all its grey for full range.
            assertFlat(98, 128, 128, 1);
            assertEquals(color, buffer.color());
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
    @CsvSource({"0,1,-1,0", "-1,0,0,-1", "0,-1,1,0", "-1,0,0,1", "1,0,0,-1", "0,1,1,0", "0,-1,-1,0"})
    void shouldTurnAndMirrorTheImageUpright(int a, int b, int c, int d) throws Exception {
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
        assertEquals(a == 0 ? 48 : 64, buffer.width());
        assertEquals(a == 0 ? 64 : 48, buffer.height());
        // Seen from the image's centre, the bright quarter at (-1, -1) goes to (-a - c, -b - d).
        boolean right = a + c < 0;
        boolean low = b + d < 0;
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
        Path small = TestVideos.motionJpeg(folder.resolve("1.mjpeg"), 64, 48, 2);
        Path large = TestVideos.motionJpeg(folder.resolve("2.mjpeg"), 96, 81, 2);
        Path both = folder.resolve("both.mjpeg");
        try (OutputStream out = Files.newOutputStream(both)) {
            Files.copy(small, out);
            Files.copy(large, out);
            Files.copy(small, out);
        }
        List<String> sizes = new ArrayList<>();
        try (FrameSource source = open(both)) {
            while (source.advance()) {
                source.copyTo(buffer);
                assertEquals(ColorMatrix.BT601_FULL, buffer.color());
                sizes.add(buffer.width() + "x" + buffer.height());
            }
        }
        assertEquals(List.of("64x48", "64x48", "96x81", "96x81", "64x48", "64x48"), sizes);
    }

    @Test
    void shouldRefuseAVideoWhoseIndexWasCutOff() throws Exception {
        Path whole = folder.resolve("a.mp4");
        TestVideos.write(whole, VideoFormat.h264(64, 48, 30, 500_000), times(30, 33_333_333));
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(bytes, bytes.length / 2));
        assertMessage("'" + cut + "' is not a video or image that can be read, or was cut off ("
                + "Invalid data found when processing"
                + " input); give a file that plays in a video player", cut.toString());
    }

    @Test
    void shouldSurviveEveryKindOfDamage() throws Exception {
        Path file = folder.resolve("a.mp4");
        TestVideos.write(file, VideoFormat.h264(64, 48, 30, 200_000), times(15, 33_333_333));
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(7);
        int readable = 0;
        for (int i = 0; i < 150; i++) {
            byte[] damaged = whole.clone();
            for (int k = 0; k < 8; k++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Files.write(file, damaged);
            readable += readAll(file);
        }
        assertTrue(readable > 30, "most damage costs a few frames only, but " + readable + " of 150 could be read");
    }

    @Test
    void shouldCloseInputsThatAreRefused() throws Exception {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors), "skipped: open files are counted on Linux");
        Path sound = Files.write(folder.resolve("sound.wav"), TestImages.wav(8000));
        assertThrows(SourceException.class, () -> open(sound));
        int before = count(descriptors);
        for (int i = 0; i < 20; i++) {
            assertThrows(SourceException.class, () -> open(sound));
        }
        assertEquals(before, count(descriptors), "files left open");
    }

    @Test
    void shouldNameACameraThatIsNotThere() {
        assumeTrue(System.getProperty("os.name").startsWith("Linux"), "skipped: cameras of Linux");
        assertMessage(devicesLoad() ? "cannot open the camera '/dev/video77': No such file or directory; check that it"
                + " is plugged in and that no other program uses it" : "'/dev/video77' needs FFmpeg's devices, whose"
                + " library does not load here; on Debian and Ubuntu: apt install libpulse0", "/dev/video77");
    }

    @Test
    void shouldReadAFilterGraph() throws Exception {
        assumeTrue(devicesLoad(), "skipped: FFmpeg's device library does not load here");
        try (FrameSource source = FrameSources.open("lavfi:color=red:size=64x48:rate=10:duration=0.3",
                SourceOptions.DEFAULT)) {
            for (int i = 0; i < 3; i++) {
                assertTrue(source.advance());
                assertEquals(i * 100_000_000L, source.captureNanos());
            }
            assertFalse(source.advance());
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
    void shouldCopyOnlyWhileThereIsAFrame() throws Exception {
        Path file = TestVideos.lossless(folder.resolve("a.mkv"), 16, 16, "yuv420p", 1);
        try (FrameSource source = open(file)) {
            assertThrows(IllegalStateException.class, () -> source.copyTo(buffer));
            assertTrue(source.advance());
            source.copyTo(buffer);
            assertFalse(source.advance());
            assertThrows(IllegalStateException.class, () -> source.copyTo(buffer));
        }
    }

    @Test
    void shouldRefuseToWorkAfterItIsClosed() throws Exception {
        Path file = TestVideos.lossless(folder.resolve("a.mkv"), 16, 16, "yuv420p", 1);
        FrameSource source = open(file);
        source.close();
        source.close();
        source.interrupt();
        assertThrows(IllegalStateException.class, source::advance);
        assertThrows(IllegalStateException.class, () -> source.copyTo(buffer));
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
        assertMessage("'" + file + "' is not a video or image that can be read, or was cut off ("
                + "Invalid data found when processing"
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

    private static int count(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return (int) entries.count();
        }
    }

    private static boolean devicesLoad() {
        try {
            avdevice_register_all();
            return true;
        } catch (LinkageError e) {
            return false;
        }
    }

    /** 1 when it could be read, 0 when it was refused in one line. */
    private int readAll(Path file) {
        try (FrameSource source = open(file)) {
            while (source.advance()) {
                source.copyTo(buffer);
            }
            return 1;
        } catch (SourceException e) {
            assertFalse(e.getMessage().contains("\n"));
            return 0;
        }
    }

    private static FrameSource open(Path file) throws SourceException {
        return FrameSources.open(file.toString(), SourceOptions.DEFAULT);
    }

    private static void flat(Path file, VideoFormat format) throws Exception {
        FrameBuffer image = TestVideos.image(format.width(), format.height(), 0);
        for (int i = 0; i < TestVideos.size(image); i++) {
            int plane = i < image.planeOffset(1) ? 100 : i < image.planeOffset(2) ? 90 : 180;
            image.pixels().put(i, (byte) plane);
        }
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
        ByteBuffer view = ByteBuffer.wrap(bytes);
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
