package org.posestream.source;

import java.nio.ByteBuffer;
import org.posestream.frame.FrameBuffer;

/** Turns I420 images by quarters, and mirrors them. */
final class PlaneRotation {

    /** Square tiles of this many pixels keep both the rows read and the rows written in the first-level cache. */
    private static final int TILE = 32;

    private PlaneRotation() {
    }

    /** How to set an image upright: first its rows in reverse order, if flipped, then quarter turns clockwise, 0..3. */
    record Orientation(int quarterTurns, boolean flipped) {
        static final Orientation UPRIGHT = new Orientation(0, false);
    }

    /** Writes the image the other way round; the target gets its size. */
    static void rotate(FrameBuffer source, Orientation orientation, FrameBuffer target) {
        boolean sideways = orientation.quarterTurns() % 2 != 0;
        int width = sideways ? source.height() : source.width();
        int height = sideways ? source.width() : source.height();
        target.resize(width, height, source.color());
        for (int plane = 0; plane < 3; plane++) {
            Steps steps = Steps.of(source.planeWidth(plane), source.planeHeight(plane), orientation);
            rotatePlane(source, target, plane, steps);
        }
    }

    private static void rotatePlane(FrameBuffer source, FrameBuffer target, int plane, Steps steps) {
        ByteBuffer from = source.pixels();
        ByteBuffer to = target.pixels();
        int width = source.planeWidth(plane);
        int height = source.planeHeight(plane);
        for (int top = 0; top < height; top += TILE) {
            for (int left = 0; left < width; left += TILE) {
                for (int y = top; y < Math.min(top + TILE, height); y++) {
                    int read = source.planeOffset(plane) + y * width;
                    int write = target.planeOffset(plane) + steps.origin + y * steps.down;
                    for (int x = left; x < Math.min(left + TILE, width); x++) {
                        to.put(write + x * steps.right, from.get(read + x));
                    }
                }
            }
        }
    }

    /** Pixel (x, y) of a plane goes to origin + x * right + y * down. */
    private record Steps(int origin, int right, int down) {

        static Steps of(int width, int height, Orientation orientation) {
            Steps turned = switch (orientation.quarterTurns()) {
                case 0 -> new Steps(0, 1, width);
                case 1 -> new Steps(height - 1, height, -1);
                case 2 -> new Steps(width * height - 1, -1, -width);
                default -> new Steps((width - 1) * height, -height, 1);
            };
            return orientation.flipped()
                    ? new Steps(turned.origin + (height - 1) * turned.down, turned.right, -turned.down)
                    : turned;
        }
    }
}
