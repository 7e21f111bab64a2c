package org.posestream.render;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;

/** What lens and sensor do to a picture: slight blur, vignette, tone curve, noise; then bytes. */
public final class Film {

    private static final double VIGNETTE = 0.16;
    private static final float BLUR = 0.14f;
    private static final double NOISE = 1.1;
    private static final int CURVE_STEPS = 4096;
    private static final double CURVE_LIMIT = 4;

    private final int width;
    private final int height;
    private final double exposure;
    private final float[] curve = new float[CURVE_STEPS + 1];
    private final float[] row;
    private final byte[] rgb;

    /** @param exposure factor on the light, about 0.9 indoors */
    public Film(int width, int height, double exposure) {
        this.width = width;
        this.height = height;
        this.exposure = exposure;
        row = new float[3 * width * height];
        rgb = new byte[3 * width * height];
        for (int i = 0; i <= CURVE_STEPS; i++) {
            curve[i] = (float) (255 * develop(CURVE_LIMIT * i / CURVE_STEPS));
        }
    }

    /** Linear light to sRGB, with a soft shoulder for highlights. */
    private static double develop(double light) {
        double soft = light < 0.6 ? light : 0.6 + 0.4 * (1 - Math.exp(-(light - 0.6) / 0.4));
        return soft <= 0.0031308 ? 12.92 * soft : 1.055 * Math.pow(soft, 1 / 2.4) - 0.055;
    }

    /** @param seed of the noise, another for each frame */
    public void expose(Picture picture, int seed) {
        blur(picture.pixels());
        int state = seed * 0x9E3779B9 + 1;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double dx = (x - width / 2.0) / (width / 2.0);
                double dy = (y - height / 2.0) / (width / 2.0);
                double gain = exposure * (1 - VIGNETTE * (dx * dx + dy * dy));
                state = state * 1664525 + 1013904223;
                double grain = ((state >>> 8 & 255) + (state >>> 16 & 255) + (state >>> 24) - 382.5) / 128 * NOISE;
                int at = 3 * (y * width + x);
                for (int c = 0; c < 3; c++) {
                    double step = Math.min(CURVE_STEPS, row[at + c] * gain * CURVE_STEPS / CURVE_LIMIT);
                    double value = curve[(int) step] + grain;
                    rgb[at + c] = (byte) Math.max(0, Math.min(255, Math.round(value)));
                }
            }
        }
    }

    private void blur(float[] pixels) {
        for (int y = 0; y < height; y++) {
            int up = Math.max(0, y - 1) * width;
            int down = Math.min(height - 1, y + 1) * width;
            for (int x = 0; x < width; x++) {
                int left = Math.max(0, x - 1);
                int right = Math.min(width - 1, x + 1);
                for (int c = 0; c < 3; c++) {
                    float sides = pixels[3 * (y * width + left) + c] + pixels[3 * (y * width + right) + c]
                            + pixels[3 * (up + x) + c] + pixels[3 * (down + x) + c];
                    int at = 3 * (y * width + x) + c;
                    row[at] = pixels[at] * (1 - 4 * BLUR) + BLUR * sides;
                }
            }
        }
    }

    public BufferedImage image() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width,
                    (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | rgb[3 * i + 2] & 255);
        }
        return image;
    }

    /** As I420 of BT.709 in limited range (ITU-R BT.709-6, section 3), each chroma value the mean of its pixels. */
    public void copyTo(FrameBuffer frame) {
        frame.resize(width, height, ColorMatrix.BT709_LIMITED);
        ByteBuffer out = frame.pixels();
        for (int i = 0; i < width * height; i++) {
            out.put(i, (byte) Math.round(16 + 219 * luma(i) / 255));
        }
        int chromaWidth = frame.chromaWidth();
        for (int y = 0; y < height / 2; y++) {
            for (int x = 0; x < width / 2; x++) {
                double luma = 0;
                double red = 0;
                double blue = 0;
                for (int k = 0; k < 4; k++) {
                    int i = (2 * y + k / 2) * width + 2 * x + k % 2;
                    luma += luma(i) / 4;
                    red += (rgb[3 * i] & 255) / 4.0;
                    blue += (rgb[3 * i + 2] & 255) / 4.0;
                }
                int at = y * chromaWidth + x;
                out.put(frame.planeOffset(1) + at, (byte) Math.round(128 + 224 * (blue - luma) / 1.8556 / 255));
                out.put(frame.planeOffset(2) + at, (byte) Math.round(128 + 224 * (red - luma) / 1.5748 / 255));
            }
        }
    }

    private double luma(int i) {
        return 0.2126 * (rgb[3 * i] & 255) + 0.7152 * (rgb[3 * i + 1] & 255) + 0.0722 * (rgb[3 * i + 2] & 255);
    }
}
