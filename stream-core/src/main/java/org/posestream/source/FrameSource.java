package org.posestream.source;

import org.posestream.frame.FrameBuffer;
import org.posestream.pose.PoseFrame;

/**
 * Delivers decoded frames, in order. One thread uses it; {@link #interrupt()} and nothing else may come from another.
 *
 * <p>{@link #advance()} only decodes, {@link #copyTo} only copies: a frame that is dropped at the door costs no copy.
 */
public interface FrameSource extends AutoCloseable {

    /**
     * Decodes the next frame.
     *
     * @return false at the end of a file, or when a live source is disconnected
     * @throws SourceException when the source breaks
     */
    boolean advance() throws SourceException;

    /** Writes the current frame's pixels, upright, and resizes the buffer to fit. */
    void copyTo(FrameBuffer buffer) throws SourceException;

    /** Capture time of the current frame: for files presentation time from the start, else a monotonic clock. */
    long captureNanos();

    /**
     * When the current frame was captured by the wall clock, in nanoseconds since 1970-01-01 UTC: by the sender's clock
     * where the stream tells it, else by this machine's at arrival; {@link PoseFrame#UNKNOWN_TIME} for files.
     */
    default long captureUnixNanos() {
        return PoseFrame.UNKNOWN_TIME;
    }

    /** Whether the stream's clock stood still, jumped or ran backwards right before the current frame. */
    default boolean isDiscontinuous() {
        return false;
    }

    /** What is really delivered; {@link SourceFormat#UNKNOWN} before the first frame. */
    default SourceFormat format() {
        return SourceFormat.UNKNOWN;
    }

    /** Whether frames come at their own pace and must not be waited for. */
    boolean isLive();

    /** Nominal frames a second, or 0 when unknown. */
    double frameRate();

    /** Number of frames in all, or 0 when unknown. */
    long frameCount();

    /**
     * Makes a blocked or later {@link #advance()} return soon; from any thread. An interrupt of the reading thread does
     * the same.
     */
    void interrupt();

    @Override
    void close();
}
