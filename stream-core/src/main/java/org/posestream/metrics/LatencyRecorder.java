package org.posestream.metrics;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Latencies of every stage and of whole frames. One thread records, without locks; any thread may read.
 *
 * <p>Times are kept to three digits between 1 µs and {@value #MAX_SECONDS} s; longer ones count as that.
 */
public final class LatencyRecorder {

    /** Label of the whole way of a frame, from its admission to its recycling. */
    public static final String TOTAL = "total";

    private static final int MAX_SECONDS = 60;
    private static final long MAX_NANOS = MAX_SECONDS * 1_000_000_000L;
    private static final Stage[] STAGES = Stage.values();

    private final Track[] tracks = new Track[STAGES.length + 1];

    public LatencyRecorder() {
        for (Stage stage : STAGES) {
            tracks[stage.ordinal()] = new Track(stage.label());
        }
        tracks[STAGES.length] = new Track(TOTAL);
    }

    /** Adds the time of one stage on one frame. */
    public void record(Stage stage, long nanos) {
        tracks[stage.ordinal()].record(nanos);
    }

    /** Adds the whole time of one frame. */
    public void recordTotal(long nanos) {
        tracks[STAGES.length].record(nanos);
    }

    /** Everything since the start or the last {@link #reset()}: each stage that ran, in order, then the total. */
    public List<LatencySummary> summaries() {
        List<LatencySummary> summaries = new ArrayList<>();
        for (Track track : tracks) {
            LatencySummary summary = track.summary();
            if (summary.count() > 0) {
                summaries.add(summary);
            }
        }
        return summaries;
    }

    /** The whole way of a frame since the start or the last {@link #reset()}. */
    public LatencySummary total() {
        return tracks[STAGES.length].summary();
    }

    /** Forgets what was recorded so far, for example the warm-up of a benchmark. */
    public void reset() {
        for (Track track : tracks) {
            track.reset();
        }
    }

    /** The writer's recorder, and the sum of the intervals that readers have taken out of it. */
    private static final class Track {
        private final String label;
        private final SingleWriterRecorder recorder = new SingleWriterRecorder(1000, MAX_NANOS, 3);
        private final Histogram sum = new Histogram(1000, MAX_NANOS, 3);
        private Histogram interval;

        Track(String label) {
            this.label = label;
        }

        void record(long nanos) {
            recorder.recordValue(Math.max(0, Math.min(nanos, MAX_NANOS)));
        }

        synchronized LatencySummary summary() {
            takeInterval();
            sum.add(interval);
            double toMillis = 1e-6;
            return new LatencySummary(label, sum.getTotalCount(), sum.getMean() * toMillis,
                    sum.getValueAtPercentile(50) * toMillis, sum.getValueAtPercentile(99) * toMillis,
                    sum.getMaxValue() * toMillis);
        }

        synchronized void reset() {
            takeInterval();
            sum.reset();
        }

        private void takeInterval() {
            interval = recorder.getIntervalHistogram(interval);
        }
    }
}
