package org.posestream.pipeline;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.posestream.detect.PersonDetector;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FrameSlot;

/** Finds one person who walks to the right, or whatever {@link #find} is made to find. */
class StubDetector implements PersonDetector {

    final List<List<String>> batches = new CopyOnWriteArrayList<>();
    final List<Integer> cameras = new CopyOnWriteArrayList<>();
    volatile boolean closed;
    private final int maxBatch;

    StubDetector(int maxBatch) {
        this.maxBatch = maxBatch;
    }

    /** Called before a batch is worked on; may wait or throw. */
    void before(List<String> frames) throws Exception {
    }

    /** Adds the people of one frame. */
    void find(FrameSlot slot) {
        slot.people().add(10 + 0.2f * slot.sequence(), 4, 20, 40, 0.9f);
    }

    @Override
    public int inputBytes() {
        return 1;
    }

    @Override
    public int maxBatch() {
        return maxBatch;
    }

    @Override
    public void prepare(FrameBuffer frame) {
        frame.detectorInput().put(0, frame.pixels().get(0));
    }

    @Override
    public void detect(FrameSlot[] slots, int count) {
        if (slots[0].camera() < 0) {
            return; // warm-up
        }
        List<String> frames = Stubs.labels(slots, count);
        batches.add(frames);
        Stubs.unchecked(() -> before(frames));
        for (int i = 0; i < count; i++) {
            FrameSlot slot = slots[i];
            cameras.add(slot.camera());
            if (slot.buffer().detectorInput().get(0) != (byte) slot.sequence()) {
                throw new AssertionError("the input of " + frames.get(i) + " was not prepared");
            }
            slot.people().clear();
            find(slot);
        }
    }

    /** All frames on which it ran, in order. */
    List<String> frames() {
        return batches.stream().flatMap(List::stream).toList();
    }

    @Override
    public void close() {
        closed = true;
    }
}
