package org.posestream.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.posestream.inference.ImageInput;
import org.posestream.inference.ImageInput.ColorOrder;
import org.posestream.inference.ImageInput.ElementType;
import org.posestream.inference.ImageInput.Fit;
import org.posestream.inference.ImageInput.Layout;

class ImageSamplerTest {

    private static final ImageTransform IDENTITY = new ImageTransform(1, 0, 0, 0, 1, 0);

    /** Y 120, Cb 100, Cr 150 by hand from the formulas of BT.601-7 and BT.709-6: R, G, B before rounding. */
    @Test
    void shouldConvertByTheFrameOwnColorMatrix() {
        // limited: 1.164384 * 104 = 121.096; full: 120
        assertColor(ColorMatrix.BT601_LIMITED, 156, 114, 65);  // 156.21, 114.22, 64.61
        assertColor(ColorMatrix.BT709_LIMITED, 161, 115, 62);  // 160.54, 115.34, 61.95
        assertColor(ColorMatrix.BT601_FULL, 151, 114, 70);     // 150.84, 113.92, 70.38
        assertColor(ColorMatrix.BT709_FULL, 155, 115, 68);     // 154.65, 114.95, 68.04
    }

    private static void assertColor(ColorMatrix color, int red, int green, int blue) {
        FrameBuffer frame = TestPictures.constant(5, 3, color, 120, 100, 150);
        byte[] pixels = sampleBytes(frame, bytes(4, 2, Layout.NHWC, ColorOrder.RGB), IDENTITY);
        for (int i = 0; i < pixels.length; i += 3) {
            assertArrayEquals(new int[] {red, green, blue}, unsigned(pixels, i, 3), color.toString());
        }
    }

    @Test
    void shouldClampColorsThatDoNotExist() {
        FrameBuffer white = TestPictures.constant(2, 2, ColorMatrix.BT601_LIMITED, 255, 128, 255);
        FrameBuffer black = TestPictures.constant(2, 2, ColorMatrix.BT601_LIMITED, 0, 0, 0);
        ImageInput input = bytes(1, 1, Layout.NHWC, ColorOrder.RGB);

        assertEquals(255, sampleBytes(white, input, IDENTITY)[0] & 0xff);
        assertEquals(0, sampleBytes(black, input, IDENTITY)[0] & 0xff);
    }

    @Test
    void shouldWriteEveryLayoutOrderAndType() {
        // Full range, so that R = 120 + 1.402 * 22 = 150.84, G = 113.92, B = 70.38.
        FrameBuffer frame = TestPictures.constant(2, 1, ColorMatrix.BT601_FULL, 120, 100, 150);
        assertArrayEquals(new int[] {70, 114, 151, 70, 114, 151},
                unsigned(sampleBytes(frame, bytes(2, 1, Layout.NHWC, ColorOrder.BGR), IDENTITY), 0, 6));
        assertArrayEquals(new int[] {151, 151, 114, 114, 70, 70},
                unsigned(sampleBytes(frame, bytes(2, 1, Layout.NCHW, ColorOrder.RGB), IDENTITY), 0, 6));
        // (pixel - mean) / std in the network's own order
        assertArrayEquals(new float[] {30, 47, 60.5f, 30, 47, 60.5f}, sampleFloats(frame,
                floats(2, 1, Layout.NHWC, ColorOrder.BGR, new float[] {10, 20, 30}, new float[] {2, 2, 2})), 1e-4f);
        assertArrayEquals(new float[] {60.5f, 60.5f, 47, 47, 30, 30}, sampleFloats(frame,
                floats(2, 1, Layout.NCHW, ColorOrder.RGB, new float[] {30, 20, 10}, new float[] {2, 2, 2})), 1e-4f);
    }

    @Test
    void shouldWriteAtTheOffsetOnly() {
        FrameBuffer frame = TestPictures.constant(1, 1, ColorMatrix.BT601_FULL, 7, 128, 128);
        ByteBuffer target = ByteBuffer.allocateDirect(9).order(ByteOrder.nativeOrder()).position(5);
        new ImageSampler(bytes(1, 1, Layout.NHWC, ColorOrder.BGR)).sample(frame, IDENTITY, target, 3);

        byte[] written = new byte[9];
        target.get(0, written);
        assertArrayEquals(new byte[] {0, 0, 0, 7, 7, 7, 0, 0, 0}, written);
        assertEquals(5, target.position());
    }

    @Test
    void shouldInterpolateARampExactly() {
        // Y = 16 x + 4 y is linear, so bilinear sampling is exact: at (x / 2 + 0.25, y / 2 + 0.5).
        FrameBuffer frame = grey(8, 8, (x, y) -> 16 * x + 4 * y);
        ImageTransform half = new ImageTransform(0.5f, 0, 0.25f, 0, 0.5f, 0.5f);
        byte[] pixels = sampleBytes(frame, bytes(6, 6, Layout.NCHW, ColorOrder.BGR), half);
        for (int y = 0; y < 6; y++) {
            for (int x = 0; x < 6; x++) {
                assertEquals(16 * (0.5 * x + 0.25) + 4 * (0.5 * y + 0.5), pixels[6 * y + x] & 0xff, 0.001);
            }
        }
    }

    @Property(tries = 200)
    void shouldKeepARampUnbiasedWhenShrinking(@ForAll @FloatRange(min = 0.3f, max = 6) float step,
            @ForAll @FloatRange(min = 0, max = 20) float origin) {
        FrameBuffer frame = grey(128, 4, (x, y) -> 2 * x);
        byte[] pixels = sampleBytes(frame, bytes(16, 1, Layout.NHWC, ColorOrder.BGR),
                new ImageTransform(step, 0, origin, 0, 1, 1));
        for (int x = 1; x < 16; x++) {
            assertEquals(2 * (step * x + origin), pixels[3 * x] & 0xff, 0.52, "rounding only");
        }
    }

    /** Stripes as wide as half a pixel of the input: a single sample in each would see one colour only. */
    @Test
    void shouldAverageWhenATurnedPictureShrinks() {
        FrameBuffer stripes = grey(64, 64, (x, y) -> x % 4 < 2 ? 200 : 100);
        byte[] pixels = sampleBytes(stripes, bytes(8, 8, Layout.NCHW, ColorOrder.BGR),
                new ImageTransform(0, -4, 48.5f, 4, 0, 16));
        for (byte pixel : pixels) {
            assertEquals(150, pixel & 0xff);
        }
    }

    @Test
    void shouldQuietenNoiseWhenShrinking() {
        Random random = new Random(1);
        FrameBuffer noise = grey(640, 640, (x, y) -> random.nextInt(256));
        byte[] pixels = sampleBytes(noise, bytes(208, 208, Layout.NHWC, ColorOrder.BGR),
                new ImageTransform(3.07f, 0, 1.03f, 0, 3.07f, 1.03f));
        double variance = 0;
        for (byte pixel : pixels) {
            variance += Math.pow((pixel & 0xff) - 127.5, 2) / pixels.length;
        }
        // Plain bilinear sampling leaves (2/3)^2 = 0.44 of the variance, the mean of four pixels 0.25.
        assertEquals(0.29 * 256 * 256 / 12, variance, 0.03 * 256 * 256 / 12);
    }

    @Test
    void shouldPadOutsideTheImage() {
        // Input pixels lie at image columns -2, -1, 0, 1, 2, 3 of an image that has 0..2.
        FrameBuffer frame = grey(3, 1, (x, y) -> 10 + x);
        byte[] row = sampleBytes(frame, bytes(6, 1, Layout.NCHW, ColorOrder.BGR),
                new ImageTransform(1, 0, -2, 0, 1, 0));
        assertArrayEquals(new int[] {114, 114, 10, 11, 12, 114}, unsigned(row, 0, 6));
    }

    @Test
    void shouldPadAPictureThatTheImageDoesNotTouch() {
        FrameBuffer frame = grey(3, 3, (x, y) -> 10);
        byte[] pixels = sampleBytes(frame, bytes(2, 2, Layout.NHWC, ColorOrder.BGR),
                new ImageTransform(1, 0, 100, 0, 1, 0));
        for (byte pixel : pixels) {
            assertEquals(114, pixel);
        }
    }

    @Test
    void shouldTurnAQuarter() {
        // x' = 2 - y, y' = x: the input's rows run down the image's columns, from the right.
        FrameBuffer frame = grey(3, 3, (x, y) -> 10 * x + y);
        byte[] pixels = sampleBytes(frame, bytes(3, 3, Layout.NCHW, ColorOrder.BGR),
                new ImageTransform(0, -1, 2, 1, 0, 0));
        assertArrayEquals(new int[] {20, 21, 22, 10, 11, 12, 0, 1, 2}, unsigned(pixels, 0, 9));
    }

    @Property(tries = 100)
    void shouldAgreeOnBothPathsWhateverTheColors(@ForAll @FloatRange(min = 0.2f, max = 2) float step,
            @ForAll @FloatRange(min = -6, max = 6) float x0, @ForAll @FloatRange(min = -6, max = 6) float y0,
            @ForAll @IntRange(min = 1, max = 255) int seed) {
        FrameBuffer frame = TestPictures.of(9, 7, ColorMatrix.BT709_LIMITED, (x, y) -> 31 * x * seed + 57 * y & 255,
                (x, y) -> 40 * x + seed & 255, (x, y) -> 30 * y + seed & 255);
        ImageInput input = bytes(12, 10, Layout.NHWC, ColorOrder.BGR);
        byte[] fast = sampleBytes(frame, input, new ImageTransform(step, 0, x0, 0, step, y0));
        byte[] general = sampleBytes(frame, input, new ImageTransform(step, 1e-30f, x0, 0, step, y0));
        assertArrayEquals(general, fast);
    }

    @Test
    void shouldSiteChromaOnEvenColumnsAndBetweenRows() {
        // Chroma columns 0 and 1 lie at luma columns 0 and 2; row 0 between luma rows 0 and 1, row 1 between 2 and 3.
        FrameBuffer frame = TestPictures.of(4, 4, ColorMatrix.BT601_FULL, (x, y) -> 100,
                (x, y) -> 128, (x, y) -> 128 + 10 * x + 20 * y);
        byte[] red = sampleBytes(frame, bytes(4, 4, Layout.NCHW, ColorOrder.RGB), IDENTITY);
        // R = 100 + 1.402 V: V 0, 10, 20, 30 -> 100, 114, 128, 142
        assertArrayEquals(new int[] {100, 114, 114, 114, 100, 114, 114, 114, 128, 142, 142, 142, 128, 142, 142, 142},
                unsigned(red, 0, 16));
    }

    @Test
    void shouldTakeImagesOfOddSizeAndOnePixel() {
        ImageInput input = bytes(4, 4, Layout.NHWC, ColorOrder.BGR);
        ImageSampler sampler = new ImageSampler(input);
        ByteBuffer target = ByteBuffer.allocateDirect(input.bytes());
        for (int size : new int[] {1, 3, 7, 1, 1025}) {
            FrameBuffer frame = TestPictures.constant(size, size, ColorMatrix.BT601_FULL, 50, 128, 128);
            sampler.sample(frame, ImageTransform.letterbox(size, size, input), target, 0);
            assertEquals(50, target.get(0));
        }
    }

    private static FrameBuffer grey(int width, int height, IntBinaryOperator luma) {
        return TestPictures.of(width, height, ColorMatrix.BT601_FULL, luma, (x, y) -> 128, (x, y) -> 128);
    }

    private static ImageInput bytes(int width, int height, Layout layout, ColorOrder order) {
        return new ImageInput(width, height, layout, ElementType.UINT8, order, new float[3], new float[] {1, 1, 1},
                Fit.LETTERBOX_TOP_LEFT, 114, 1.25f, height);
    }

    private static ImageInput floats(int width, int height, Layout layout, ColorOrder order, float[] mean,
            float[] std) {
        return new ImageInput(width, height, layout, ElementType.FLOAT32, order, mean, std, Fit.CROP, 114, 1.25f,
                height);
    }

    private static byte[] sampleBytes(FrameBuffer frame, ImageInput input, ImageTransform transform) {
        ByteBuffer target = ByteBuffer.allocateDirect(input.bytes()).order(ByteOrder.nativeOrder());
        new ImageSampler(input).sample(frame, transform, target, 0);
        byte[] pixels = new byte[input.bytes()];
        target.get(0, pixels);
        return pixels;
    }

    private static float[] sampleFloats(FrameBuffer frame, ImageInput input) {
        ByteBuffer target = ByteBuffer.allocateDirect(input.bytes()).order(ByteOrder.nativeOrder());
        new ImageSampler(input).sample(frame, IDENTITY, target, 0);
        float[] values = new float[input.bytes() / Float.BYTES];
        target.asFloatBuffer().get(values);
        return values;
    }

    private static int[] unsigned(byte[] bytes, int from, int count) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = bytes[from + i] & 0xff;
        }
        return values;
    }
}
