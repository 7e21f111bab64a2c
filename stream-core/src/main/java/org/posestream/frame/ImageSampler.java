package org.posestream.frame;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.posestream.inference.ImageInput;

/**
 * Brings part of a frame to the input of a network: resampling, colour, normalisation and layout in one pass over the
 * pixels that are needed, without a converted copy of the frame in between.
 *
 * <p>Luma is bilinear; when the image shrinks by more than two its two taps per axis are set apart, about their exact
 * mean, so that they average over the pixel's area instead of aliasing. Chroma is the nearest sample, sited as
 * H.264 and MPEG-2 have it: on the even luma column, between two luma rows (ITU-T H.264, figure E-1, type 0). A
 * pixel whose centre falls outside the image is grey.
 *
 * <p>Keeps scratch rows: one object per thread and network. Allocates only when an image is wider than all before.
 */
public final class ImageSampler {

    /** Luma has 6 fractional bits and the colour matrix 13, so that every product fits in 32 bits. */
    private static final int LUMA_BITS = 6;
    private static final int MATRIX_BITS = 13;
    private static final int COLOR_BITS = LUMA_BITS + MATRIX_BITS;

    private final ImageInput input;
    private final SampledAxis columns;
    private final SampledAxis rows;
    private final int[] luma;
    private final int[] cb;
    private final int[] cr;
    /** Colour rows in the network's order; channel 0 is blue for BGR. */
    private final int[][] channels;
    private final float[] scale = new float[3];
    private final float[] bias = new float[3];
    private final byte[] byteRow;
    private final float[] floatRow;
    private byte[] upper = {};
    private byte[] lower = {};
    private byte[] cbLine = {};
    private byte[] crLine = {};
    private ByteBuffer viewed;
    private FloatBuffer floats;

    public ImageSampler(ImageInput input) {
        this.input = requireNonNull(input, "input is null");
        int width = input.width();
        columns = new SampledAxis(width);
        rows = new SampledAxis(input.height());
        luma = new int[width];
        cb = new int[width];
        cr = new int[width];
        channels = new int[3][width];
        byteRow = new byte[width * 3];
        floatRow = new float[width * 3];
        for (int c = 0; c < 3; c++) {
            scale[c] = 1 / input.std()[c];
            bias[c] = -input.mean()[c] / input.std()[c];
        }
    }

    /**
     * Writes one picture.
     *
     * @param source the frame
     * @param inputToImage where each pixel of the input lies in the frame
     * @param target receives {@link ImageInput#bytes()} bytes in native order, whatever its position
     * @param targetOffsetBytes first byte of the picture in {@code target}
     */
    public void sample(FrameBuffer source, ImageTransform inputToImage, ByteBuffer target, int targetOffsetBytes) {
        boolean aligned = inputToImage.xy() == 0 && inputToImage.yx() == 0;
        if (aligned) {
            columns.place(inputToImage.xx(), inputToImage.x0(), source.width(), 0);
            rows.place(inputToImage.yy(), inputToImage.y0(), source.height(), 0.5f);
            ensureLines(source.width());
        }
        for (int y = 0; y < input.height(); y++) {
            int begin = 0;
            int end = 0;
            if (!aligned) {
                begin = firstInside(source, inputToImage, y);
                end = gatherAffine(source, inputToImage, y, begin);
            } else if (y >= rows.begin && y < rows.end) {
                begin = columns.begin;
                end = columns.end;
                gatherAligned(source, y);
            }
            convert(source.color(), begin, end);
            pad(begin, end);
            write(target, targetOffsetBytes, y);
        }
    }

    private void ensureLines(int imageWidth) {
        if (upper.length < imageWidth) {
            upper = new byte[imageWidth];
            lower = new byte[imageWidth];
            cbLine = new byte[(imageWidth + 1) / 2];
            crLine = new byte[(imageWidth + 1) / 2];
        }
    }

    /** Luma and chroma of one row when columns map to columns: from whole lines copied into arrays. */
    private void gatherAligned(FrameBuffer source, int y) {
        int begin = columns.begin;
        int end = columns.end;
        if (begin == end) {
            return;
        }
        copyLine(source, 0, rows.near[y], upper);
        copyLine(source, 0, rows.far[y], lower);
        copyLine(source, 1, rows.chroma[y], cbLine);
        copyLine(source, 2, rows.chroma[y], crLine);
        int[] near = columns.near;
        int[] far = columns.far;
        int[] weight = columns.weight;
        int[] chroma = columns.chroma;
        int down = rows.weight[y];
        for (int x = begin; x < end; x++) {
            int left = near[x];
            int right = far[x];
            int ofRight = weight[x];
            luma[x] = blend(blend(upper[left] & 0xff, upper[right] & 0xff, ofRight),
                    blend(lower[left] & 0xff, lower[right] & 0xff, ofRight), down) + 512 >> 16 - LUMA_BITS;
            cb[x] = (cbLine[chroma[x]] & 0xff) - 128;
            cr[x] = (crLine[chroma[x]] & 0xff) - 128;
        }
    }

    /** The mean, times 256, of which {@code b} has {@code ofB} 256ths. */
    private static int blend(int a, int b, int ofB) {
        return (a << 8) + (b - a) * ofB;
    }

    /** What the columns need of a line of the image. */
    private void copyLine(FrameBuffer source, int plane, int row, byte[] line) {
        int from = plane == 0 ? columns.lowest() : columns.lowestChroma();
        int to = plane == 0 ? columns.highest() : columns.highestChroma();
        int begin = source.planeOffset(plane) + row * source.planeWidth(plane);
        source.pixels().get(begin + from, line, from, to - from + 1);
    }

    private int firstInside(FrameBuffer source, ImageTransform t, int y) {
        int x = 0;
        while (x < input.width() && !isInside(source, t.imageX(x, y), t.imageY(x, y))) {
            x++;
        }
        return x;
    }

    private static boolean isInside(FrameBuffer source, float x, float y) {
        return x >= -0.5f && x < source.width() - 0.5f && y >= -0.5f && y < source.height() - 0.5f;
    }

    /** Luma and chroma of one row under any affine map; what is inside the image is one run of the row. */
    private int gatherAffine(FrameBuffer source, ImageTransform t, int y, int begin) {
        boolean shrinks = Math.hypot(t.xx(), t.yx()) > SampledAxis.WIDE_STEP;
        for (int x = begin; x < input.width(); x++) {
            float imageX = t.imageX(x, y);
            float imageY = t.imageY(x, y);
            if (!isInside(source, imageX, imageY)) {
                return x;
            }
            luma[x] = shrinks ? lumaAround(source, t, imageX, imageY) : lumaAt(source, imageX, imageY);
            int column = SampledAxis.chromaIndex(imageX, 0, source.width());
            int row = SampledAxis.chromaIndex(imageY, 0.5f, source.height());
            int i = row * source.chromaWidth() + column;
            cb[x] = (source.pixels().get(source.planeOffset(1) + i) & 0xff) - 128;
            cr[x] = (source.pixels().get(source.planeOffset(2) + i) & 0xff) - 128;
        }
        return input.width();
    }

    /** The mean of the middles of the four quarters of the input's pixel. */
    private static int lumaAround(FrameBuffer source, ImageTransform t, float imageX, float imageY) {
        float alongX = (t.xx() + t.xy()) / 4;
        float alongY = (t.yx() + t.yy()) / 4;
        float acrossX = (t.xx() - t.xy()) / 4;
        float acrossY = (t.yx() - t.yy()) / 4;
        return lumaAt(source, imageX + alongX, imageY + alongY) + lumaAt(source, imageX - alongX, imageY - alongY)
                + lumaAt(source, imageX + acrossX, imageY + acrossY)
                + lumaAt(source, imageX - acrossX, imageY - acrossY) + 2 >> 2;
    }

    private static int lumaAt(FrameBuffer source, float imageX, float imageY) {
        int right = source.width() - 1;
        int bottom = source.height() - 1;
        float x = Math.max(0, Math.min(right, imageX));
        float y = Math.max(0, Math.min(bottom, imageY));
        int column = (int) x;
        int row = (int) y;
        int next = column < right ? 1 : 0;
        int i = row * source.width() + column;
        int j = row < bottom ? i + source.width() : i;
        int ofRight = SampledAxis.weight(x - column);
        ByteBuffer pixels = source.pixels();
        int top = blend(pixels.get(i) & 0xff, pixels.get(i + next) & 0xff, ofRight);
        int low = blend(pixels.get(j) & 0xff, pixels.get(j + next) & 0xff, ofRight);
        return blend(top, low, SampledAxis.weight(y - row)) + 512 >> 16 - LUMA_BITS;
    }

    /** YCbCr to colours, rounded and clamped to 0..255; without branches, which pixels would mispredict. */
    private void convert(ColorMatrix color, int begin, int end) {
        boolean bgr = input.colorOrder() == ImageInput.ColorOrder.BGR;
        int[] red = channels[bgr ? 2 : 0];
        int[] green = channels[1];
        int[] blue = channels[bgr ? 0 : 2];
        int ys = fixed(color.lumaScale(), MATRIX_BITS);
        int base = (1 << COLOR_BITS - 1) - (color.lumaOffset() << LUMA_BITS) * ys;
        int rv = fixed(color.redV(), COLOR_BITS);
        int gu = fixed(color.greenU(), COLOR_BITS);
        int gv = fixed(color.greenV(), COLOR_BITS);
        int bu = fixed(color.blueU(), COLOR_BITS);
        for (int x = begin; x < end; x++) {
            int y = luma[x] * ys + base;
            red[x] = clamp(y + cr[x] * rv >> COLOR_BITS);
            green[x] = clamp(y - cb[x] * gu - cr[x] * gv >> COLOR_BITS);
            blue[x] = clamp(y + cb[x] * bu >> COLOR_BITS);
        }
    }

    private static int fixed(float value, int bits) {
        return Math.round(value * (1 << bits));
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }

    private void pad(int begin, int end) {
        for (int[] channel : channels) {
            Arrays.fill(channel, 0, begin, input.padValue());
            Arrays.fill(channel, end, channel.length, input.padValue());
        }
    }

    private void write(ByteBuffer target, int offsetBytes, int y) {
        int width = input.width();
        if (input.layout() == ImageInput.Layout.NHWC) {
            for (int c = 0; c < 3; c++) {
                pack(c, c, 3);
            }
            put(target, offsetBytes, y * width * 3, width * 3);
        } else {
            for (int c = 0; c < 3; c++) {
                pack(c, 0, 1);
                put(target, offsetBytes, (c * input.height() + y) * width, width);
            }
        }
    }

    private void pack(int c, int first, int step) {
        if (input.type() == ImageInput.ElementType.UINT8) {
            packBytes(channels[c], first, step);
        } else if (step == 1) {
            packFloats(channels[c], scale[c], bias[c]);
        } else {
            for (int x = 0, i = first; x < input.width(); x++, i += step) {
                floatRow[i] = channels[c][x] * scale[c] + bias[c];
            }
        }
    }

    private void packBytes(int[] channel, int first, int step) {
        for (int x = 0, i = first; x < channel.length; x++, i += step) {
            byteRow[i] = (byte) channel[x];
        }
    }

    private void packFloats(int[] channel, float by, float plus) {
        for (int x = 0; x < channel.length; x++) {
            floatRow[x] = channel[x] * by + plus;
        }
    }

    private void put(ByteBuffer target, int offsetBytes, int firstElement, int count) {
        if (input.type() == ImageInput.ElementType.UINT8) {
            target.put(offsetBytes + firstElement, byteRow, 0, count);
        } else {
            floatView(target).put(offsetBytes / Float.BYTES + firstElement, floatRow, 0, count);
        }
    }

    private FloatBuffer floatView(ByteBuffer target) {
        if (viewed != target) {
            viewed = target;
            floats = target.duplicate().clear().order(ByteOrder.nativeOrder()).asFloatBuffer();
        }
        return floats;
    }
}
