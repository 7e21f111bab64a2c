package org.posestream.frame;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;

/** Frames for tests, made in plain Java. */
public final class TestPictures {

    private TestPictures() {
    }

    /** A frame whose planes are functions of their own column and row. */
    public static FrameBuffer of(int width, int height, ColorMatrix color, IntBinaryOperator luma,
            IntBinaryOperator cb, IntBinaryOperator cr) {
        FrameBuffer frame = new FrameBuffer(0);
        frame.resize(width, height, color);
        fill(frame, 0, width, height, luma);
        fill(frame, 1, frame.chromaWidth(), frame.chromaHeight(), cb);
        fill(frame, 2, frame.chromaWidth(), frame.chromaHeight(), cr);
        return frame;
    }

    /** A frame of one colour. */
    public static FrameBuffer constant(int width, int height, ColorMatrix color, int y, int cb, int cr) {
        return of(width, height, color, (i, j) -> y, (i, j) -> cb, (i, j) -> cr);
    }

    /** A picture file as a frame, BT.601 full range. */
    public static FrameBuffer read(Path file, int detectorInputBytes) {
        try {
            BufferedImage image = ImageIO.read(file.toFile());
            FrameBuffer frame = new FrameBuffer(detectorInputBytes);
            frame.resize(image.getWidth(), image.getHeight(), ColorMatrix.BT601_FULL);
            fill(frame, 0, frame.width(), frame.height(), (x, y) -> component(image.getRGB(x, y), 0));
            for (int plane = 1; plane <= 2; plane++) {
                int p = plane;
                fill(frame, p, frame.chromaWidth(), frame.chromaHeight(), (x, y) ->
                        (component(pixel(image, 2 * x, 2 * y), p) + component(pixel(image, 2 * x, 2 * y + 1), p)) / 2);
            }
            return frame;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fill(FrameBuffer frame, int plane, int width, int height, IntBinaryOperator value) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                frame.pixels().put(frame.planeOffset(plane) + y * width + x, (byte) value.applyAsInt(x, y));
            }
        }
    }

    private static int pixel(BufferedImage image, int x, int y) {
        return image.getRGB(Math.min(x, image.getWidth() - 1), Math.min(y, image.getHeight() - 1));
    }

    /** Y, Cb or Cr of JPEG's (BT.601, full range) conversion. */
    private static int component(int rgb, int plane) {
        double r = rgb >> 16 & 0xff;
        double g = rgb >> 8 & 0xff;
        double b = rgb & 0xff;
        double y = 0.299 * r + 0.587 * g + 0.114 * b;
        double value = switch (plane) {
            case 0 -> y;
            case 1 -> 128 + (b - y) / 1.772;
            default -> 128 + (r - y) / 1.402;
        };
        return (int) Math.max(0, Math.min(255, Math.round(value)));
    }
}
