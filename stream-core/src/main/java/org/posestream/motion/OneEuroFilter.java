package org.posestream.motion;

import static java.util.Objects.requireNonNull;

/**
 * The One-Euro filter (Casiez, Roussel, Vogel 2012) for a set of values that are sampled together: a low-pass whose
 * cut-off grows with speed, steady at rest and quick in motion. Times are capture times.
 *
 * <p>Speed is taken from the raw values, as MediaPipe does, whose parameters are our defaults; the paper takes it from
 * the last smoothed value, which makes the response depend on the frame rate. Lag in steady motion is about
 * 1 / (2 pi cutoff) at that speed.
 *
 * <p>Use: {@link #advance} once per frame, then {@link #smooth} once for every value. Single-threaded.
 */
public final class OneEuroFilter {

    private static final double NANOS = 1e-9;

    private final OneEuroParameters parameters;
    private final float[] raw;
    private final float[] smoothed;
    private final float[] speeds;
    private boolean started;
    private boolean first;
    private long newestNanos;
    private double seconds;
    private double scale;
    private double speedAlpha;

    /** A filter for {@code size} values. */
    public OneEuroFilter(OneEuroParameters parameters, int size) {
        this.parameters = requireNonNull(parameters, "parameters is null");
        raw = new float[size];
        smoothed = new float[size];
        speeds = new float[size];
    }

    /** Forgets the past: the next values come back as they are. */
    public void reset() {
        started = false;
    }

    /**
     * Begins a frame.
     *
     * @param captureNanos capture time; when it is not later than the last one, values come back unchanged and leave
     *     no trace
     * @param unitsPerValue turns a value into the unit that the parameters are meant for: 1 for metres, 1 / (person's
     *     size in pixels) for pixels. It scales the speed only, so that a jump of the size moves nothing
     */
    public void advance(long captureNanos, double unitsPerValue) {
        first = !started;
        seconds = first ? 0 : (captureNanos - newestNanos) * NANOS;
        scale = unitsPerValue;
        if (first || seconds > 0) {
            newestNanos = captureNanos;
            started = true;
            speedAlpha = alpha(parameters.speedCutoffHertz());
        }
    }

    /** The smoothed value number {@code i}. */
    public float smooth(int i, float value) {
        return smooth(i, value, 1);
    }

    /**
     * The smoothed value number {@code i}, which follows the given one only as far as that is trusted.
     *
     * @param weight 1 follows as usual, 0 holds the last smoothed value
     */
    public float smooth(int i, float value, float weight) {
        if (first) {
            raw[i] = value;
            smoothed[i] = value;
            speeds[i] = 0;
            return value;
        }
        if (seconds <= 0) {
            return value;
        }
        double speed = (value - raw[i]) * scale / seconds;
        speeds[i] += (float) (weight * speedAlpha * (speed - speeds[i]));
        double cutoff = parameters.minCutoffHertz() + parameters.beta() * Math.abs(speeds[i]);
        smoothed[i] += (float) (weight * alpha(cutoff) * (value - smoothed[i]));
        // What is not trusted leaves no trace: else the way back from it would pass for speed.
        raw[i] = weight < 1 ? raw[i] + weight * (value - raw[i]) : value;
        return smoothed[i];
    }

    /** Smoothed speed of value number {@code i}, in the parameters' unit per second. */
    public float speed(int i) {
        return speeds[i];
    }

    /** Share of the new value in an exponential low-pass of this cut-off over the current step. */
    private double alpha(double cutoffHertz) {
        double r = 2 * Math.PI * cutoffHertz * seconds;
        return r / (r + 1);
    }
}
