package org.posestream.pipeline;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.WaitStrategy;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.posestream.frame.FrameSlot;

/**
 * Runs a {@link FrameStage} on the ring: gathers the live frames of a batch, takes the time, marks every frame of a
 * batch that threw, and wakes the next stage. Never throws, so the ring never loses a thread.
 */
final class StageHandler implements EventHandler<FrameSlot> {

    private final FrameStage stage;
    private final WaitStrategy waitStrategy;
    private final LongSupplier clock;
    private final FrameSlot[] batch;
    private int size;
    private Sequence finished;

    StageHandler(FrameStage stage, WaitStrategy waitStrategy, LongSupplier clock) {
        this.stage = stage;
        this.waitStrategy = waitStrategy;
        this.clock = clock;
        batch = new FrameSlot[stage.maxBatch()];
    }

    @Override
    public void onStart() {
        Thread.currentThread().setName("stage-" + stage.kind().label());
    }

    @Override
    public void onShutdown() {
        stage.end();
    }

    @Override
    public void setSequenceCallback(Sequence sequence) {
        finished = sequence;
    }

    @Override
    public void onEvent(FrameSlot slot, long sequence, boolean endOfBatch) {
        if (slot.isLive()) {
            batch[size] = slot;
            size++;
        }
        if (endOfBatch) {
            if (size > 0) {
                processBatch();
            }
            finished.set(sequence);
            waitStrategy.signalAllWhenBlocking();
        }
    }

    private void processBatch() {
        long begin = clock.getAsLong();
        try {
            stage.process(batch, size);
        } catch (Throwable e) {
            for (int i = 0; i < size; i++) {
                batch[i].fail(stage.kind(), e);
            }
        }
        long end = clock.getAsLong();
        for (int i = 0; i < size; i++) {
            batch[i].addStageNanos(stage.kind(), end - begin);
            batch[i].stampEnd(stage.kind(), end);
        }
        Arrays.fill(batch, 0, size, null);
        size = 0;
    }
}
