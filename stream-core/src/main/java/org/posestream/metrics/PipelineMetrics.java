package org.posestream.metrics;

import java.util.concurrent.atomic.LongAdder;

/** The counters of one pipeline or of one camera in it; any thread may add and read. */
public final class PipelineMetrics {

    private final PipelineMetrics whole;
    private final LongAdder[] counters = new LongAdder[PipelineCounter.values().length];

    public PipelineMetrics() {
        this(null);
    }

    private PipelineMetrics(PipelineMetrics whole) {
        this.whole = whole;
        for (int i = 0; i < counters.length; i++) {
            counters[i] = new LongAdder();
        }
    }

    /** Counters of a part: what is added to them is added to these too. */
    public PipelineMetrics newPart() {
        return new PipelineMetrics(this);
    }

    public void increment(PipelineCounter counter) {
        add(counter, 1);
    }

    public void add(PipelineCounter counter, long amount) {
        counters[counter.ordinal()].add(amount);
        if (whole != null) {
            whole.add(counter, amount);
        }
    }

    public long count(PipelineCounter counter) {
        return counters[counter.ordinal()].sum();
    }
}
