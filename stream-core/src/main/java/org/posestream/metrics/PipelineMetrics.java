package org.posestream.metrics;

import java.util.concurrent.atomic.LongAdder;

/** The counters of one pipeline; any thread may add and read. */
public final class PipelineMetrics {

    private final LongAdder[] counters = new LongAdder[PipelineCounter.values().length];

    public PipelineMetrics() {
        for (int i = 0; i < counters.length; i++) {
            counters[i] = new LongAdder();
        }
    }

    public void increment(PipelineCounter counter) {
        counters[counter.ordinal()].increment();
    }

    public void add(PipelineCounter counter, long amount) {
        counters[counter.ordinal()].add(amount);
    }

    public long count(PipelineCounter counter) {
        return counters[counter.ordinal()].sum();
    }
}
