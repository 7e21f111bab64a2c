package org.posestream.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.TestPictures;

/** Reads with the JDK's own decoder what was encoded. */
class JpegEncoderTest {

    private static final int FINEST = 100;
    private static final int UNSCALED = Integer.MAX_VALUE;

    /** Rounded values of the recommendations: full colours, white, black and grey. */
    @ParameterizedTest
    @CsvSource({
        "BT601_LIMITED,  81,  90, 240, ff0000", "BT601_LIMITED, 145,  54,  34, 00ff00",
        "BT601_LIMITED,  41, 240, 110, 0000ff", "BT601_LIMITED, 235, 128, 128, ffffff",
        "BT601_LIMITED,  16, 128, 128, 000000", "BT601_LIMITED, 126, 128, 128, 808080",
        "BT601_FULL,     76,  85, 255, ff0000", "BT601_FULL,    150,  44,  21, 00ff00",
        "BT601_FULL,     29, 255, 107, 0000ff", "BT601_FULL,    255, 128, 128, ffffff",
        "BT601_FULL,      0, 128, 128, 000000", "BT601_FULL,    128, 128, 128, 808080",
        "BT709_LIMITED,  63, 102, 240, ff0000", "BT709_LIMITED, 173,  42,  26, 00ff00",
        "BT709_LIMITED,  32, 240, 118, 0000ff", "BT709_LIMITED, 235, 128, 128, ffffff",
        "BT709_LIMITED,  16, 128, 128, 000000", "BT709_LIMITED, 126, 128, 128, 808080",
        "BT709_FULL,     54,  99, 255, ff0000", "BT709_FULL,    182,  30,  12, 00ff00",
        "BT709_FULL,     18, 255, 116, 0000ff", "BT709_FULL,    255, 128, 128, ffffff",
        "BT709_FULL,      0, 128, 128, 000000", "BT709_FULL,    128, 128, 128, 808080"})
    void shouldKeepTheColoursOfEveryMatrix(String matrix, int y, int cb, int cr, String rgb) throws Exception {
        ColorMatrix color = (ColorMatrix) ColorMatrix.class.getField(matrix).get(null);
        FrameBuffer image = TestPictures.constant(48, 32, color, y, cb, cr);

        BufferedImage seen = decode(encode(FINEST, image, UNSCALED));

        int expected = Integer.parseInt(rgb, 16);
        for (int[] at : new int[][] {{0, 0}, {47, 0}, {20, 17}, {0, 31}, {47, 31}}) {
            assertColor(expected, seen.getRGB(at[0], at[1]), 3);
        }
    }

    /** A slope of every component, against the recommendation's own formula, pixel by pixel. */
    @Test
    void shouldConvertEveryPixelOfAPicture() throws IOException {
        FrameBuffer image = TestPictures.of(161, 121, ColorMatrix.BT709_LIMITED, (x, y) -> 100 + x / 3 + y / 3,
                (x, y) -> 100 + y / 2, (x, y) -> 150 - x / 2);

        BufferedImage seen = decode(encode(FINEST, image, UNSCALED));

        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                double luma = 255.0 / 219 * (100 + x / 3 + y / 3 - 16);
                double u = 255.0 / 224 * (100 + y / 2 / 2 - 128);
                double v = 255.0 / 224 * (150 - x / 2 / 2 - 128);
                int red = (int) Math.round(luma + 1.5748 * v);
                int green = (int) Math.round(luma - 0.187324 * u - 0.468124 * v);
                int blue = (int) Math.round(luma + 1.8556 * u);
                assertColor(red << 16 | green << 8 | blue, seen.getRGB(x, y), 5);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "1, 2", "3, 5", "17, 9", "99, 77", "161, 121", "1281, 721", "8191, 3"})
    void shouldTakeOddSizes(int width, int height) throws IOException {
        FrameBuffer image = TestPictures.of(width, height, ColorMatrix.BT601_FULL,
                (x, y) -> y == height - 1 || x == width - 1 ? 200 : 60, (x, y) -> 128, (x, y) -> 128);

        BufferedImage seen = decode(encode(FINEST, image, UNSCALED));

        assertEquals(width, seen.getWidth());
        assertEquals(height, seen.getHeight());
        assertColor(0xc8c8c8, seen.getRGB(width - 1, height - 1), 6);
        if (width > 1 && height > 1) {
            assertColor(0x3c3c3c, seen.getRGB(0, 0), 6);
        }
    }

    @ParameterizedTest
    @CsvSource({"640, 360, 320, 320, 180", "641, 361, 320, 320, 180", "1280, 720, 333, 333, 187",
        "100, 50, 100, 100, 50", "100, 50, 5000, 100, 50", "400, 1, 10, 10, 1", "40, 30, 1, 1, 1"})
    void shouldScaleDownAndKeepTheShape(int width, int height, int maxWidth, int seenWidth, int seenHeight)
            throws IOException {
        FrameBuffer image = TestPictures.of(width, height, ColorMatrix.BT601_LIMITED, (x, y) -> x < width / 2 ? 81 : 41,
                (x, y) -> x < width / 4 ? 90 : 240, (x, y) -> x < width / 4 ? 240 : 110);

        BufferedImage seen = decode(encode(FINEST, image, maxWidth));

        assertEquals(seenWidth, seen.getWidth());
        assertEquals(seenHeight, seen.getHeight());
        if (seenWidth > 1) {
            assertColor(0xff0000, seen.getRGB(0, seenHeight / 2), 6);
            assertColor(0x0000ff, seen.getRGB(seenWidth - 1, seenHeight / 2), 6);
        }
    }

    /** Scaling averages: of a chequer of single pixels a grey remains, and no pattern. */
    @Test
    void shouldAverageWhatItScalesDown() throws IOException {
        FrameBuffer image = TestPictures.of(512, 512, ColorMatrix.BT601_FULL, (x, y) -> (x + y) % 2 * 200,
                (x, y) -> 128, (x, y) -> 128);

        BufferedImage seen = decode(encode(FINEST, image, 128));

        for (int at = 0; at < 128; at++) {
            assertColor(0x646464, seen.getRGB(at, 127 - at), 3);
        }
    }

    @Test
    void shouldFollowChangesOfSizeAndColour() throws IOException {
        FrameBuffer image = new FrameBuffer(0);
        try (JpegEncoder encoder = new JpegEncoder(FINEST)) {
            image.copyFrom(TestPictures.constant(64, 48, ColorMatrix.BT601_LIMITED, 81, 90, 240));
            assertColor(0xff0000, decode(encoder.encode(image, 64)).getRGB(30, 20), 3);
            image.copyFrom(TestPictures.constant(64, 48, ColorMatrix.BT709_FULL, 54, 99, 255));
            assertColor(0xff0000, decode(encoder.encode(image, 64)).getRGB(30, 20), 3);
            image.copyFrom(TestPictures.constant(32, 96, ColorMatrix.BT709_LIMITED, 32, 240, 118));
            BufferedImage tall = decode(encoder.encode(image, 16));
            assertEquals(16, tall.getWidth());
            assertEquals(48, tall.getHeight());
            assertColor(0x0000ff, tall.getRGB(8, 40), 3);
        }
    }

    @Test
    void shouldOnlyReadTheFrame() throws IOException {
        FrameBuffer image = noise();
        byte[] before = bytes(image);
        encode(50, image, 100);
        encode(50, image, UNSCALED);
        assertArrayEquals(before, bytes(image));
    }

    @Test
    void shouldGiveTheSameFileForTheSameFrameAgain() throws IOException {
        FrameBuffer image = noise();
        try (JpegEncoder encoder = new JpegEncoder(75)) {
            byte[] first = encoder.encode(image, UNSCALED);
            assertArrayEquals(first, encoder.encode(image, UNSCALED));
            encoder.encode(image, 50);
            assertArrayEquals(first, encoder.encode(image, UNSCALED));
            assertEquals("JFIF", new String(first, 6, 4, StandardCharsets.US_ASCII));
            assertFalse(new String(first, StandardCharsets.ISO_8859_1).contains("Lavc"), "names no program");
        }
    }

    @Test
    void shouldGetSmallerWithTheQuality() throws IOException {
        FrameBuffer image = noise();
        List<Integer> sizes = new ArrayList<>();
        for (int quality : new int[] {90, 75, 50, 25, 1}) {
            sizes.add(encode(quality, image, UNSCALED).length);
        }
        assertEquals(sizes.stream().sorted((a, b) -> b - a).distinct().toList(), sizes);
    }

    @Test
    void shouldRefuseWhatJpegCannotHoldAndGoOn() throws IOException {
        try (JpegEncoder encoder = new JpegEncoder(75)) {
            FrameBuffer long1 = TestPictures.constant(70_000, 2, ColorMatrix.BT601_FULL, 100, 128, 128);
            IOException e = assertThrows(IOException.class, () -> encoder.encode(long1, UNSCALED));
            assertTrue(e.getMessage().startsWith("a picture of 70000x2 cannot be encoded as JPEG: "), e.getMessage());
            assertEquals(700, decode(encoder.encode(long1, 700)).getWidth());
        }
    }

    @Test
    void shouldRefuseWrongUse() {
        assertThrows(IllegalArgumentException.class, () -> new JpegEncoder(0));
        assertThrows(IllegalArgumentException.class, () -> new JpegEncoder(101));
        JpegEncoder encoder = new JpegEncoder(75);
        assertThrows(IllegalArgumentException.class, () -> encoder.encode(noise(), 0));
        encoder.close();
        encoder.close();
        assertThrows(IllegalStateException.class, () -> encoder.encode(noise(), 1));
    }

    private static FrameBuffer noise() {
        return TestPictures.of(160, 120, ColorMatrix.BT601_LIMITED, (x, y) -> 16 + (x * 7919 + y * 104_729) % 200,
                (x, y) -> 90 + (x * 31 + y * 17) % 70, (x, y) -> 90 + (x * 13 + y * 41) % 70);
    }

    private static byte[] encode(int quality, FrameBuffer image, int maxWidth) throws IOException {
        try (JpegEncoder encoder = new JpegEncoder(quality)) {
            return encoder.encode(image, maxWidth);
        }
    }

    private static BufferedImage decode(byte[] jpeg) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(jpeg));
    }

    private static void assertColor(int expected, int seen, int tolerance) {
        for (int shift = 0; shift <= 16; shift += 8) {
            assertEquals(expected >> shift & 255, seen >> shift & 255, tolerance,
                    () -> String.format("%06x instead of %06x", seen & 0xffffff, expected));
        }
    }

    private static byte[] bytes(FrameBuffer image) {
        byte[] bytes = new byte[image.pixels().capacity()];
        image.pixels().get(0, bytes);
        return bytes;
    }
}
