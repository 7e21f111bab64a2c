package org.posestream.source;

import java.util.List;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;

/** Frames from memory, for tests and benchmarks: no file, no decoder, no clock. */
public final class ReplayFrameSource implements FrameSource {

    private final List<Frame> frames;
    private final double frameRate;
    private int next;
    private volatile boolean interrupted;

    /**
     * One frame.
     *
     * @param width pixels
     * @param height pixels
     * @param color how the pixels become colours
     * @param i420 the three planes, tight, as in {@link FrameBuffer#pixels()}; shared, not copied
     * @param captureNanos capture time
     */
    public record Frame(int width, int height, ColorMatrix color, byte[] i420, long captureNanos) {

        public Frame {
            int expected = width * height + 2 * ((width + 1) / 2) * ((height + 1) / 2);
            if (i420.length != expected) {
                throw new IllegalArgumentException("a frame of " + width + "x" + height + " has " + expected
                        + " bytes, but was given " + i420.length);
            }
        }

        /** A copy of what a buffer holds. */
        public static Frame of(FrameBuffer buffer, long captureNanos) {
            byte[] bytes = new byte[buffer.planeOffset(2) + buffer.chromaWidth() * buffer.chromaHeight()];
            buffer.pixels().get(0, bytes);
            return new Frame(buffer.width(), buffer.height(), buffer.color(), bytes, captureNanos);
        }
    }

    /** @param frameRate nominal, frames a second */
    public ReplayFrameSource(List<Frame> frames, double frameRate) {
        this.frames = List.copyOf(frames);
        this.frameRate = frameRate;
    }

    @Override
    public boolean advance() {
        if (interrupted || next == frames.size()) {
            return false;
        }
        next++;
        return true;
    }

    @Override
    public void copyTo(FrameBuffer buffer) {
        Frame frame = current();
        buffer.resize(frame.width(), frame.height(), frame.color());
        buffer.pixels().put(0, frame.i420());
    }

    @Override
    public long captureNanos() {
        return current().captureNanos();
    }

    @Override
    public boolean isLive() {
        return false;
    }

    @Override
    public double frameRate() {
        return frameRate;
    }

    @Override
    public long frameCount() {
        return frames.size();
    }

    @Override
    public void interrupt() {
        interrupted = true;
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    private Frame current() {
        if (next == 0) {
            throw new IllegalStateException("there is no frame before the first advance()");
        }
        return frames.get(next - 1);
    }
}
