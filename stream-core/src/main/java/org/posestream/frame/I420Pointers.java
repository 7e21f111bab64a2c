package org.posestream.frame;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The planes of {@link FrameBuffer}s as the pointer and stride arrays that native code takes. One thread uses it; it
 * owns the small arrays, never the pixels.
 */
public final class I420Pointers implements AutoCloseable {

    /** A pool has at most this many buffers, so each is wrapped once and not once a frame. */
    private static final int REMEMBERED = 8;

    private final PointerPointer<BytePointer> planes = new PointerPointer<>(4);
    private final IntPointer strides = new IntPointer(4);
    private final FrameBuffer[] buffers = new FrameBuffer[REMEMBERED];
    private final ByteBuffer[] wrapped = new ByteBuffer[REMEMBERED];
    private final BytePointer[] pointers = new BytePointer[REMEMBERED];
    private int oldest;
    private BytePointer pixels;
    private FrameBuffer buffer;

    /** Points the arrays at the planes of this buffer, until its next resize. */
    public I420Pointers pointAt(FrameBuffer target) {
        buffer = target;
        pixels = pointerTo(target);
        for (int plane = 0; plane < 4; plane++) {
            planes.put(plane, plane < 3 ? plane(plane) : null);
            strides.put(plane, plane < 3 ? stride(plane) : 0);
        }
        return this;
    }

    /** One plane's first byte; the same object is moved by the next call. */
    public BytePointer plane(int plane) {
        return pixels.position(buffer.planeOffset(plane));
    }

    /** Bytes from row to row of a plane. */
    public int stride(int plane) {
        return buffer.planeWidth(plane);
    }

    public PointerPointer<BytePointer> planes() {
        return planes;
    }

    public IntPointer strides() {
        return strides;
    }

    @Override
    public void close() {
        planes.close();
        strides.close();
    }

    private BytePointer pointerTo(FrameBuffer target) {
        int slot = 0;
        while (slot < REMEMBERED && buffers[slot] != target) {
            slot++;
        }
        if (slot == REMEMBERED) {
            slot = oldest;
            oldest = (oldest + 1) % REMEMBERED;
            buffers[slot] = target;
            wrapped[slot] = null;
        }
        if (wrapped[slot] != target.pixels()) {
            wrapped[slot] = target.pixels();
            // A pointer begins at its buffer's position: a view of our own cannot have been moved by anybody.
            pointers[slot] = new BytePointer(wrapped[slot].duplicate().clear());
        }
        return pointers[slot];
    }
}
