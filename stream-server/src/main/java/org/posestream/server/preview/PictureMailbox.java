package org.posestream.server.preview;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.posestream.frame.FrameBuffer;
import org.posestream.pipeline.RateLimit;
import org.posestream.pose.PoseFrame;

/**
 * One camera's way from the publishing thread to the one that encodes: room for one picture, the newest. The publishing
 * thread never waits: while the picture is being encoded, frames pass by.
 *
 * <p>Its memory is as large as the camera's frames, and freed with the object.
 */
final class PictureMailbox {

    private enum State { FREE, BEING_FILLED, FULL, TAKEN }

    private final AtomicReference<State> state = new AtomicReference<>(State.FREE);
    private final AtomicBoolean announced = new AtomicBoolean();
    private final FrameBuffer pixels = new FrameBuffer(0);
    /** Belongs, with the pixels, to whoever set {@code BEING_FILLED} or {@code TAKEN}. */
    private PoseFrame frame;
    private volatile double rate;
    /** Of the publishing thread. */
    private RateLimit limit = new RateLimit(0);
    private double limitedRate;

    /** From now on so many pictures a second are wanted; 0 for all. */
    void setRate(double newRate) {
        rate = newRate;
    }

    /**
     * Copies a frame that is due; by the publishing thread.
     *
     * @return whether {@link #take} must be called: there is a picture, and it has not been said before
     */
    boolean offer(PoseFrame newFrame, FrameBuffer itsPixels) {
        State before = state.get();
        // When the encoder takes the old picture between the two, this one is left to the next turn.
        if (before == State.TAKEN || !isDue(newFrame.captureNanos())
                || !state.compareAndSet(before, State.BEING_FILLED)) {
            return false;
        }
        State after = State.FREE;
        try {
            pixels.copyFrom(itsPixels);
            frame = newFrame;
            after = State.FULL;
        } finally {
            state.set(after);
        }
        return announced.compareAndSet(false, true);
    }

    /**
     * Takes the picture out, to be given back by {@link #release}.
     *
     * @return what is known of the frame, or null when there is none
     */
    PoseFrame take() {
        // First: a picture that comes from now on is announced again, one that is being replaced too.
        announced.set(false);
        return state.compareAndSet(State.FULL, State.TAKEN) ? frame : null;
    }

    /** The picture that was taken; may be drawn on. */
    FrameBuffer pixels() {
        return pixels;
    }

    /** Makes room for the next picture. */
    void release() {
        frame = null;
        state.set(State.FREE);
    }

    private boolean isDue(long captureNanos) {
        double wanted = rate;
        if (wanted != limitedRate) {
            limitedRate = wanted;
            limit = new RateLimit(wanted);
        }
        return limit.admits(captureNanos);
    }
}
