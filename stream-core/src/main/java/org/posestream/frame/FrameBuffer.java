package org.posestream.frame;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The pixels of one frame as planar YCbCr 4:2:0 (I420), which is what decoders deliver: a crop reads the planes
 * directly, so that no step costs time in proportion to the whole image but the one copy.
 *
 * <p>Plane 0 is Y (width x height), planes 1 and 2 are Cb and Cr (each half the size, rounded up); rows are tight. The
 * buffer is lent by a {@link FramePool}; one thread at a time uses it. The direct memory is freed with the object.
 */
public final class FrameBuffer {

    private final ByteBuffer detectorInput;
    private ByteBuffer pixels = ByteBuffer.allocateDirect(0);
    private int width;
    private int height;
    private ColorMatrix color = ColorMatrix.BT601_LIMITED;

    /** @param detectorInputBytes size of the letterboxed picture that the detector takes; 0 without a detector */
    public FrameBuffer(int detectorInputBytes) {
        detectorInput = ByteBuffer.allocateDirect(detectorInputBytes).order(ByteOrder.nativeOrder());
    }

    /** Gives the buffer a size; memory grows when needed and is kept when the image gets smaller. */
    public void resize(int newWidth, int newHeight, ColorMatrix newColor) {
        if (newWidth < 1 || newHeight < 1) {
            throw new IllegalArgumentException("image must be at least 1x1, but was " + newWidth + "x" + newHeight);
        }
        width = newWidth;
        height = newHeight;
        color = requireNonNull(newColor, "color is null");
        int bytes = Math.addExact(Math.multiplyExact(width, height), 2 * chromaWidth() * chromaHeight());
        if (pixels.capacity() < bytes) {
            pixels = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }
    }

    /** Takes over another buffer's size, colours and pixels; allocates only as {@link #resize} does. */
    public void copyFrom(FrameBuffer other) {
        resize(other.width, other.height, other.color);
        pixels.put(0, other.pixels, 0, planeOffset(2) + chromaWidth() * chromaHeight());
    }

    /** All three planes, tight, Y then Cb then Cr; use absolute access, the position stays 0. */
    public ByteBuffer pixels() {
        return pixels;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public int chromaWidth() {
        return (width + 1) / 2;
    }

    public int chromaHeight() {
        return (height + 1) / 2;
    }

    /** Pixels in a row of a plane, which are its bytes from row to row too. */
    public int planeWidth(int plane) {
        return plane == 0 ? width : chromaWidth();
    }

    /** Rows of a plane. */
    public int planeHeight(int plane) {
        return plane == 0 ? height : chromaHeight();
    }

    /** Where plane 0 (Y), 1 (Cb) or 2 (Cr) begins in {@link #pixels()}. */
    public int planeOffset(int plane) {
        return plane == 0 ? 0 : width * height + (plane - 1) * chromaWidth() * chromaHeight();
    }

    /** How Y, Cb and Cr become colours. */
    public ColorMatrix color() {
        return color;
    }

    /** The detector's letterboxed picture in the network's own format; filled only when the detector is due. */
    public ByteBuffer detectorInput() {
        return detectorInput;
    }
}
