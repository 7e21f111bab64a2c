package org.posestream.pipeline;

/** Frames in and out a second over about the last ten seconds. Time is given by the caller; one thread at a time. */
final class FrameRates {

    static final long STEP_NANOS = 1_000_000_000L;
    private static final int SAMPLES = 11;

    private final long[] nanos = new long[SAMPLES];
    private final long[] in = new long[SAMPLES];
    private final long[] out = new long[SAMPLES];
    private long taken;

    /** Takes note of the counts, at most once a second. */
    void sample(long nowNanos, long framesIn, long framesOut) {
        if (taken > 0 && nowNanos - nanos[index(taken - 1)] < STEP_NANOS) {
            return;
        }
        int i = index(taken);
        nanos[i] = nowNanos;
        in[i] = framesIn;
        out[i] = framesOut;
        taken++;
    }

    double in(long nowNanos, long framesIn) {
        return rate(in, nowNanos, framesIn);
    }

    double out(long nowNanos, long framesOut) {
        return rate(out, nowNanos, framesOut);
    }

    private double rate(long[] counts, long nowNanos, long count) {
        if (taken == 0) {
            return 0;
        }
        int oldest = index(Math.max(0, taken - SAMPLES));
        double seconds = (nowNanos - nanos[oldest]) * 1e-9;
        return seconds > 0 ? (count - counts[oldest]) / seconds : 0;
    }

    private static int index(long sample) {
        return (int) (sample % SAMPLES);
    }
}
