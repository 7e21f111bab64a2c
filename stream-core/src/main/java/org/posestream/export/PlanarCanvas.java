package org.posestream.export;

import java.nio.ByteBuffer;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;

/**
 * Draws on I420 planes, with soft edges. Coordinates are image pixels with the centre of the first pixel at (0, 0).
 *
 * <p>A shape covers a pixel by how deep its centre lies inside the edge: fully half a pixel inside, not at all half a
 * pixel outside. A chroma sample stands for two by two pixels and is softened over two.
 */
final class PlanarCanvas {

    private final FrameBuffer image;
    private final int[] ink = new int[3];
    private float opacity = 1;

    PlanarCanvas(FrameBuffer image) {
        this.image = image;
    }

    /** Sets the colour 0xRRGGBB and the opacity, 0..1, of what is drawn next. */
    void setInk(int rgb, float newOpacity) {
        ColorMatrix color = image.color();
        int red = rgb >> 16 & 255;
        int green = rgb >> 8 & 255;
        int blue = rgb & 255;
        // The matrix turned round: R = Y + rv V and B = Y + bu U give kr and kb, and those give Y.
        float chroma = color.lumaOffset() == 0 ? 1 : 255f / 224;
        float kr = 1 - color.redV() / (2 * chroma);
        float kb = 1 - color.blueU() / (2 * chroma);
        float luma = kr * red + (1 - kr - kb) * green + kb * blue;
        ink[0] = toByte(color.lumaOffset() + luma / color.lumaScale());
        ink[1] = toByte(128 + (blue - luma) / color.blueU());
        ink[2] = toByte(128 + (red - luma) / color.redV());
        opacity = newOpacity;
    }

    /** A disc. */
    void disc(float x, float y, float radius) {
        line(x, y, x, y, radius);
    }

    /** A line with round ends, {@code 2 radius} thick. */
    void line(float x0, float y0, float x1, float y1, float radius) {
        if (!Float.isFinite(x0 + y0 + x1 + y1)) {
            return;
        }
        Stroke stroke = new Stroke(x0, y0, x1 - x0, y1 - y0, radius);
        for (int plane = 0; plane < 3; plane++) {
            draw(stroke, plane);
        }
    }

    /** The outline of a rectangle, its lines {@code 2 radius} thick. */
    void rectangle(float left, float top, float right, float bottom, float radius) {
        line(left, top, right, top, radius);
        line(right, top, right, bottom, radius);
        line(right, bottom, left, bottom, radius);
        line(left, bottom, left, top, radius);
    }

    /** Fills whole pixels from (left, top) on; what lies outside the image is left out. */
    void fill(int left, int top, int width, int height) {
        for (int plane = 0; plane < 3; plane++) {
            int shift = plane == 0 ? 0 : 1;
            int right = Math.min(left + width + shift >> shift, image.planeWidth(plane));
            int bottom = Math.min(top + height + shift >> shift, image.planeHeight(plane));
            for (int y = Math.max(top >> shift, 0); y < bottom; y++) {
                for (int x = Math.max(left >> shift, 0); x < right; x++) {
                    blend(plane, x, y, 1);
                }
            }
        }
    }

    /**
     * Writes a whole number, each dot of its digits {@code dot} pixels wide.
     *
     * @return its width in pixels, the gap behind it included
     */
    int number(long value, int left, int top, int dot) {
        DigitFont.write(value, (column, row) -> fill(left + column * dot, top + row * dot, dot, dot));
        return numberWidth(value, dot);
    }

    /** How wide {@link #number} will be. */
    static int numberWidth(long value, int dot) {
        return DigitFont.width(value) * dot;
    }

    /** How high {@link #number} is. */
    static int numberHeight(int dot) {
        return DigitFont.HEIGHT * dot;
    }

    private void draw(Stroke stroke, int plane) {
        // A chroma sample lies in the middle of its two by two pixels.
        int step = plane == 0 ? 1 : 2;
        float centre = plane == 0 ? 0 : 0.5f;
        float reach = stroke.radius + step;
        int left = clamp((stroke.x + Math.min(0, stroke.dx) - reach) / step, image.planeWidth(plane));
        int right = clamp((stroke.x + Math.max(0, stroke.dx) + reach) / step + 1, image.planeWidth(plane));
        int top = clamp((stroke.y + Math.min(0, stroke.dy) - reach) / step, image.planeHeight(plane));
        int bottom = clamp((stroke.y + Math.max(0, stroke.dy) + reach) / step + 1, image.planeHeight(plane));
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                float squaredDistance = stroke.squaredDistance(x * step + centre, y * step + centre);
                if (squaredDistance < reach * reach) {
                    float coverage = (stroke.radius - (float) Math.sqrt(squaredDistance)) / step + 0.5f;
                    blend(plane, x, y, Math.min(1, coverage));
                }
            }
        }
    }

    /** A line from (x, y) to (x + dx, y + dy), {@code 2 radius} thick; image pixels. */
    private record Stroke(float x, float y, float dx, float dy, float radius) {

        /** From a point to the nearest point of the line. */
        float squaredDistance(float px, float py) {
            float squaredLength = dx * dx + dy * dy;
            float dot = (px - x) * dx + (py - y) * dy;
            float along = squaredLength == 0 ? 0 : Math.min(1, Math.max(0, dot / squaredLength));
            float ox = px - x - along * dx;
            float oy = py - y - along * dy;
            return ox * ox + oy * oy;
        }
    }

    private void blend(int plane, int x, int y, float coverage) {
        if (coverage <= 0) {
            return;
        }
        ByteBuffer pixels = image.pixels();
        int at = image.planeOffset(plane) + y * image.planeWidth(plane) + x;
        int old = pixels.get(at) & 255;
        pixels.put(at, (byte) Math.round(old + (ink[plane] - old) * coverage * opacity));
    }

    private static int toByte(float value) {
        return Math.round(Math.max(0, Math.min(255, value)));
    }

    private static int clamp(float value, int size) {
        return (int) Math.max(0, Math.min(size, value));
    }
}
