package org.posestream.source;

import java.nio.ByteBuffer;
import org.posestream.frame.FrameBuffer;

/** Turns I420 images by quarters. */
final class PlaneRotation {

    /** Square tiles of this many pixels keep both the rows read and the rows written in the first-level cache. */
    private static final int TILE = 32;

    private PlaneRotation() {
    }

    /**
     * Turns an image clockwise; the target gets its size.
     *
     * @param quarterTurns 1, 2 or 3
     */
    static void rotate(FrameBuffer source, int quarterTurns, FrameBuffer target) {
        boolean sideways = quarterTurns != 2;
        int width = sideways ? source.height() : source.width();
        int height = sideways ? source.width() : source.height();
        target.resize(width, height, source.color());
        for (int plane = 0; plane < 3; plane++) {
            int w = plane == 0 ? source.width() : source.chromaWidth();
            int h = plane == 0 ? source.height() : source.chromaHeight();
            rotatePlane(source.pixels(), source.planeOffset(plane), w, h, quarterTurns,
                    target.pixels(), target.planeOffset(plane));
        }
    }

    private static void rotatePlane(ByteBuffer from, int fromOffset, int width, int height, int quarterTurns,
            ByteBuffer to, int toOffset) {
        // Pixel (x, y) goes to origin + x * right + y * down.
        int origin;
        int right;
        int down;
        if (quarterTurns == 1) {
            origin = height - 1;
            right = height;
            down = -1;
        } else if (quarterTurns == 2) {
            origin = width * height - 1;
            right = -1;
            down = -width;
        } else {
            origin = (width - 1) * height;
            right = -height;
            down = 1;
        }
        for (int top = 0; top < height; top += TILE) {
            for (int left = 0; left < width; left += TILE) {
                for (int y = top; y < Math.min(top + TILE, height); y++) {
                    int read = fromOffset + y * width;
                    int write = toOffset + origin + y * down;
                    for (int x = left; x < Math.min(left + TILE, width); x++) {
                        to.put(write + x * right, from.get(read + x));
                    }
                }
            }
        }
    }
}
