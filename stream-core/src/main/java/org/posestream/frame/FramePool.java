package org.posestream.frame;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The buffers of one camera, and thereby its permits: a frame is admitted only with a buffer in hand.
 *
 * <p>Any thread may acquire and release.
 */
public final class FramePool {

    private final FrameBuffer[] all;
    private final boolean[] lent;
    private final ArrayBlockingQueue<FrameBuffer> free;

    /**
     * @param permits how many frames of the camera may be under way: 1 starves the stages, more than 2 only adds
     *     latency to a live camera
     * @param detectorInputBytes see {@link FrameBuffer}
     */
    public FramePool(int permits, int detectorInputBytes) {
        if (permits < 1 || permits > 8) {
            throw new IllegalArgumentException("permits must be between 1 and 8, but was " + permits);
        }
        all = new FrameBuffer[permits];
        lent = new boolean[permits];
        free = new ArrayBlockingQueue<>(permits);
        for (int i = 0; i < permits; i++) {
            all[i] = new FrameBuffer(detectorInputBytes);
            free.add(all[i]);
        }
    }

    public int permits() {
        return all.length;
    }

    /** A free buffer, or null when all are under way. */
    public FrameBuffer tryAcquire() {
        return lend(free.poll());
    }

    /** Waits for a free buffer; null when the time-out passes first. */
    public FrameBuffer acquire(long timeoutNanos) throws InterruptedException {
        return lend(free.poll(timeoutNanos, TimeUnit.NANOSECONDS));
    }

    /**
     * Takes a buffer home.
     *
     * @throws IllegalStateException when it is not on loan from this pool
     */
    public void release(FrameBuffer buffer) {
        synchronized (lent) {
            int i = indexOf(buffer);
            if (i < 0 || !lent[i]) {
                throw new IllegalStateException("a buffer was returned that is not on loan from this pool");
            }
            lent[i] = false;
        }
        free.add(buffer);
    }

    /**
     * Gives up a buffer whose borrower may never come back: another takes its place, and it is no longer of this pool.
     *
     * @throws IllegalStateException when it is not on loan from this pool
     */
    public void replace(FrameBuffer lost) {
        FrameBuffer fresh = new FrameBuffer(lost.detectorInput().capacity());
        synchronized (lent) {
            int i = indexOf(lost);
            if (i < 0 || !lent[i]) {
                throw new IllegalStateException("a buffer was given up that is not on loan from this pool");
            }
            lent[i] = false;
            all[i] = fresh;
        }
        free.add(fresh);
    }

    /** Waits until every buffer is home, while nobody borrows; false when the time-out passes first. */
    public boolean awaitComplete(long timeoutNanos) throws InterruptedException {
        // Differences of such times may overflow and are right all the same, up to 292 years.
        long deadlineNanos = System.nanoTime() + timeoutNanos;
        FrameBuffer[] home = new FrameBuffer[all.length];
        int count = 0;
        try {
            while (count < home.length) {
                home[count] = acquire(deadlineNanos - System.nanoTime());
                if (home[count] == null) {
                    return false;
                }
                count++;
            }
            return true;
        } finally {
            for (int i = 0; i < count; i++) {
                release(home[i]);
            }
        }
    }

    /** Whether every buffer is home. */
    public boolean isComplete() {
        return free.size() == all.length;
    }

    private FrameBuffer lend(FrameBuffer buffer) {
        if (buffer != null) {
            synchronized (lent) {
                lent[indexOf(buffer)] = true;
            }
        }
        return buffer;
    }

    private int indexOf(FrameBuffer buffer) {
        for (int i = 0; i < all.length; i++) {
            if (all[i] == buffer) {
                return i;
            }
        }
        return -1;
    }
}
