package org.posestream.pipeline;

import java.util.function.Consumer;
import org.posestream.detect.PersonDetector;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBatch;

/**
 * Runs every network at every batch size that it may meet, on a blank picture: memory is taken, engines are built and
 * what cannot run is found out before the first frame.
 */
final class WarmUp {

    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;

    private final PipelineComponents components;

    WarmUp(PipelineComponents components) {
        this.components = components;
    }

    void run() {
        PersonDetector detector = components.detector();
        FrameSlot[] slots = new FrameSlot[detector.maxBatch()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = blankSlot(1);
            detector.prepare(slots[i].buffer());
        }
        for (int count = 1; count <= slots.length; count++) {
            detector.detect(slots, count);
        }
        warm(components.estimator().maxBatch(), components.estimator()::estimate);
        components.lighterEstimator().ifPresent(lighter -> warm(lighter.maxBatch(), lighter::estimate));
        components.activeLifter().ifPresent(lifter -> warm(lifter.maxBatch(), lifter::lift));
    }

    private void warm(int maxBatch, Consumer<PersonBatch> network) {
        FrameSlot slot = blankSlot(maxBatch);
        for (int size = 1; size <= maxBatch; size++) {
            slot.people().add(WIDTH / 4f, HEIGHT / 8f, WIDTH / 2f, HEIGHT * 3 / 4f, 1);
            PersonBatch batch = new PersonBatch(size);
            for (int person = 0; person < size; person++) {
                batch.add(slot, person);
            }
            network.accept(batch);
        }
    }

    private FrameSlot blankSlot(int people) {
        FrameBuffer picture = new FrameBuffer(components.detector().inputBytes());
        picture.resize(WIDTH, HEIGHT, ColorMatrix.BT601_LIMITED);
        FrameSlot slot = new FrameSlot(components.newPeople(people));
        slot.load("warm-up", -1, 0, 0, picture);
        return slot;
    }
}
