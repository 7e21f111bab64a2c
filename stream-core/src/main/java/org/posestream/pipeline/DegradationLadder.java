package org.posestream.pipeline;

import java.util.List;

/**
 * Decides how much to give up by how many frames were late lately. Goes down a step when a window has too many of them,
 * and up again after a quiet time. That is longer than the window, and grows each time when a step up turns out to have
 * been one too many: a load that just fits one step is tried again ever more rarely. Time is given by the caller; one
 * thread.
 */
final class DegradationLadder {

    /** Shares are of at least so many frames: a late one alone says nothing. */
    private static final int FEWEST_FRAMES = 10;
    /** Parts of a window, which moves on by one at a time. */
    private static final int SLICES = 10;

    private final DegradationOptions options;
    private final List<DegradationStep> steps;
    private final long sliceNanos;
    private final long[] frames = new long[SLICES];
    private final long[] late = new long[SLICES];
    private long slice;
    private int step;
    private boolean started;
    private long startNanos;
    private boolean changed;
    private boolean lastWasUp;
    // Since the start.
    private long changedNanos;
    private long loudNanos;
    private long quietNanos;

    /** @param steps those that there are, from {@link DegradationStep#NONE} down */
    DegradationLadder(DegradationOptions options, List<DegradationStep> steps) {
        this.options = options;
        this.steps = List.copyOf(steps);
        sliceNanos = options.window().toNanos() / SLICES;
        quietNanos = options.quietTime().toNanos();
    }

    DegradationStep step() {
        return steps.get(step);
    }

    /** What the last call of {@link #add} has judged by, for people. */
    String evidence() {
        return sum(late) + " of " + sum(frames) + " frames of the last " + options.window().toMillis() / 1000.0
                + " s were over the latency budget or dropped";
    }

    /**
     * Takes note of frames, and may go one step up or down.
     *
     * @param nowNanos the machine's monotonic clock
     * @param frameCount frames since the last call, those that were dropped for want of a permit included
     * @param lateCount of these, dropped ones and those over the budget
     * @return whether the step has changed
     */
    boolean add(long nowNanos, long frameCount, long lateCount) {
        long nanos = moveTo(nowNanos);
        frames[(int) (slice % SLICES)] += frameCount;
        late[(int) (slice % SLICES)] += lateCount;
        double share = (double) sum(late) / Math.max(FEWEST_FRAMES, sum(frames));
        if (share > options.lateShare() / 2) {
            loudNanos = nanos;
        }
        int before = step;
        if (share > options.lateShare() && nanos - changedNanos >= options.window().toNanos()) {
            goDown(nanos);
        } else if (nanos - Math.max(loudNanos, changedNanos) >= quietNanos) {
            goUp(nanos);
        }
        changed = step != before;
        return changed;
    }

    private void goDown(long nanos) {
        if (step == steps.size() - 1) {
            return;
        }
        if (lastWasUp) {
            boolean tooEarly = nanos - changedNanos < quietNanos;
            quietNanos = tooEarly
                    ? Math.min(2 * quietNanos, options.longestQuietTime().toNanos()) : options.quietTime().toNanos();
        }
        step++;
        lastWasUp = false;
        changedNanos = nanos;
    }

    private void goUp(long nanos) {
        if (step == 0) {
            return;
        }
        if (lastWasUp) {
            // The last step up has held.
            quietNanos = options.quietTime().toNanos();
        }
        step--;
        lastWasUp = true;
        changedNanos = nanos;
    }

    /** Forgets what is older than the window, or than the last change; the time since the start. */
    private long moveTo(long nowNanos) {
        if (!started) {
            started = true;
            startNanos = nowNanos;
        }
        long nanos = nowNanos - startNanos;
        long next = nanos / sliceNanos;
        long outdated = changed ? SLICES : Math.min(SLICES, next - slice);
        for (long i = next - outdated + 1; i <= next; i++) {
            frames[(int) Math.floorMod(i, (long) SLICES)] = 0;
            late[(int) Math.floorMod(i, (long) SLICES)] = 0;
        }
        slice = next;
        return nanos;
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
