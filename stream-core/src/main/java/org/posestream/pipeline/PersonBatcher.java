package org.posestream.pipeline;

import java.util.function.Consumer;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBatch;
import org.posestream.metrics.Stage;

/**
 * Puts the people of several frames into batches for a network, and takes the blame apart: when the network throws,
 * every frame with somebody in that batch has failed, and no other.
 */
final class PersonBatcher {

    private final Stage stage;
    private final Consumer<PersonBatch> network;
    private final PersonBatch batch;

    PersonBatcher(Stage stage, int maxBatch, Consumer<PersonBatch> network) {
        this.stage = stage;
        this.network = network;
        batch = new PersonBatch(maxBatch);
    }

    void process(FrameSlot[] slots, int count) {
        for (int i = 0; i < count; i++) {
            addPeople(slots[i]);
        }
        run();
    }

    private void addPeople(FrameSlot slot) {
        for (int person = 0; person < slot.people().count() && slot.isLive(); person++) {
            batch.add(slot, person);
            if (batch.isFull()) {
                run();
            }
        }
    }

    private void run() {
        if (batch.size() == 0) {
            return;
        }
        try {
            network.accept(batch);
        } catch (Throwable e) {
            for (int i = 0; i < batch.size(); i++) {
                batch.slot(i).fail(stage, e);
            }
        }
        batch.clear();
    }
}
