package org.posestream.metrics;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Latencies of every stage and of whole frames. One thread records, without locks; any thread may read.
 *
 * <p>Times are kept between 1 µs and {@value #MAX_SECONDS} s; longer ones count as that.
 */
public final class LatencyRecorder {

    /** Label of the whole way of a frame, from its admission until it was published. */
    public static final String TOTAL = "total";

    /** Label of how old a live frame was when it had been published: from its capture on. */
    public static final String AGE = "age";

    private static final int MAX_SECONDS = 60;
    private static final long MAX_NANOS = MAX_SECONDS * 1_000_000_000L;
    private static final Stage[] STAGES = Stage.values();

    private final Track[] tracks = new Track[STAGES.length + 2];

    /** Keeps times to three digits, in 4 MiB. */
    public LatencyRecorder() {
        this(3);
    }

    /**
     * A recorder that has seen nothing.
     *
     * @param digits to which times are kept, 1..3: with two of them it takes 0.6 MiB
     */
    public LatencyRecorder(int digits) {
        for (Stage stage : STAGES) {
            tracks[stage.ordinal()] = new Track(stage.label(), digits);
        }
        tracks[STAGES.length] = new Track(TOTAL, digits);
        tracks[STAGES.length + 1] = new Track(AGE, digits);
    }

    /** Adds the time of one stage on one frame. */
    public void record(Stage stage, long nanos) {
        tracks[stage.ordinal()].record(nanos);
    }

    /** Adds the whole time of one frame. */
    public void recordTotal(long nanos) {
        tracks[STAGES.length].record(nanos);
    }

    /** Adds how old a live frame was when it had been published. */
    public void recordAge(long nanos) {
        tracks[STAGES.length + 1].record(nanos);
    }

    /** Everything since the start or the last {@link #reset()}: each stage that ran, in order, total and age. */
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

    /** How old live frames were since the start or the last {@link #reset()}. */
    public LatencySummary age() {
        return tracks[STAGES.length + 1].summary();
    }

    /**
     * Everything since the start or the last {@link #reset()}: each stage that ran, in order, total and age.
     *
     * @param boundsNanos upper bounds of the classes, ascending; a time within 0.1 % of one (1 % with two digits)
     *     may count on either side
     */
    public List<LatencyDistribution> distributions(long[] boundsNanos) {
        List<LatencyDistribution> distributions = new ArrayList<>();
        for (Track track : tracks) {
            LatencyDistribution distribution = track.distribution(boundsNanos);
            if (distribution.sumSeconds() > 0) {
                distributions.add(distribution);
            }
        }
        return distributions;
    }

    /** Forgets what was recorded so far, for example the warm-up of a benchmark. */
    public void reset() {
        for (Track track : tracks) {
            track.reset();
        }
    }

    /** Most of what it holds on the heap. */
    int footprintBytes() {
        int bytes = 0;
        for (Track track : tracks) {
            // Two in the recorder, one of which a reader takes out in turn, and the sum.
            bytes += 3 * track.sum.getEstimatedFootprintInBytes();
        }
        return bytes;
    }

    /** The writer's recorder, and the sum of the intervals that readers have taken out of it. */
    private static final class Track {
        private final String label;
        private final SingleWriterRecorder recorder;
        private final Histogram sum;
        private Histogram interval;

        Track(String label, int digits) {
            this.label = label;
            recorder = new SingleWriterRecorder(1000, MAX_NANOS, digits);
            sum = new Histogram(1000, MAX_NANOS, digits);
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

        synchronized LatencyDistribution distribution(long[] boundsNanos) {
            takeInterval();
            sum.add(interval);
            long[] counts = new long[boundsNanos.length + 1];
            double nanos = 0;
            int bound = 0;
            for (HistogramIterationValue value : sum.recordedValues()) {
                while (bound < boundsNanos.length
                        && sum.lowestEquivalentValue(value.getValueIteratedTo()) > boundsNanos[bound]) {
                    bound++;
                }
                counts[bound] += value.getCountAddedInThisIterationStep();
                nanos += (double) value.getCountAddedInThisIterationStep()
                        * sum.medianEquivalentValue(value.getValueIteratedTo());
            }
            return new LatencyDistribution(label, counts, nanos * 1e-9);
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
