package org.posestream.source;

import java.util.Optional;
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
     * @return false at the end of a file, when a live source is lost ({@link #endReason()} says why), or when it was
     *     interrupted
     * @throws SourceException when the source breaks
     */
    boolean advance() throws SourceException;

    /** Writes the current frame's pixels, upright, and resizes the buffer to fit. */
    void copyTo(FrameBuffer buffer) throws SourceException;

    /**
     * Why a live source was lost, in words that follow its name, for example {@code no packet within 8000 ms}, without
     * credentials; empty while it runs, for files, and after an interrupt.
     */
    default Optional<String> endReason() {
        return Optional.empty();
    }

    /** How many packets could not be decoded so far, and were left out. */
    default long brokenPackets() {
        return 0;
    }

    /**
     * Capture time of the current frame: for files presentation time from the start, else on the clock of
     * {@link System#nanoTime()}, freed of the network's jitter, strictly increasing and never in the future.
     */
    long captureNanos();

    /**
     * When the current frame was captured by the wall clock, in nanoseconds since 1970-01-01 UTC: by the sender's clock
     * where the stream tells it and it is past 2000, else {@link #captureNanos()} by this machine's;
     * {@link PoseFrame#UNKNOWN_TIME} for files. It steps where these clocks are set.
     */
    default long captureUnixNanos() {
        return PoseFrame.UNKNOWN_TIME;
    }

    /** Whether the stream's clock stood still, jumped or ran backwards right before the current frame. */
    default boolean isDiscontinuous() {
        return false;
    }

    /** What is really delivered, now; {@link SourceFormat#UNKNOWN} before the first frame. From any thread. */
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
