package org.posestream.metrics;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/** The counters of one pipeline or of one camera in it; any thread may add and read. */
public final class PipelineMetrics {

    private final PipelineMetrics whole;
    private final LongAdder[] counters = new LongAdder[PipelineCounter.values().length];
    private final LongAdder[] overBudget = new LongAdder[Stage.values().length + 1];

    public PipelineMetrics() {
        this(null);
    }

    private PipelineMetrics(PipelineMetrics whole) {
        this.whole = whole;
        Arrays.setAll(counters, i -> new LongAdder());
        Arrays.setAll(overBudget, i -> new LongAdder());
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

    /** A published frame took longer in this stage than its budget allows. */
    public void addOverBudget(Stage stage) {
        addOverBudget(stage.ordinal());
    }

    /** A published frame took longer in all than its budget allows. */
    public void addOverTotalBudget() {
        addOverBudget(overBudget.length - 1);
    }

    private void addOverBudget(int index) {
        overBudget[index].increment();
        if (whole != null) {
            whole.addOverBudget(index);
        }
    }

    /** Published frames that took longer in this stage than their budget allows. */
    public long overBudget(Stage stage) {
        return overBudget[stage.ordinal()].sum();
    }

    /** Published frames that took longer in all than their budget allows. */
    public long overTotalBudget() {
        return overBudget[overBudget.length - 1].sum();
    }

    public long count(PipelineCounter counter) {
        return counters[counter.ordinal()].sum();
    }
}
