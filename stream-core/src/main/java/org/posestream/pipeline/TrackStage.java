package org.posestream.pipeline;

import org.posestream.frame.FrameSlot;
import org.posestream.metrics.Stage;

/** Identities, by the camera's tracker; what it knows then serves to predict the boxes of later frames. */
final class TrackStage implements FrameStage {

    private final Cameras cameras;

    TrackStage(Cameras cameras) {
        this.cameras = cameras;
    }

    @Override
    public Stage kind() {
        return Stage.TRACK;
    }

    @Override
    public int maxBatch() {
        return 1;
    }

    @Override
    public void process(FrameSlot[] slots, int count) {
        FrameSlot slot = slots[0];
        Camera camera = cameras.of(slot);
        if (camera.snapshots().begin(slot.epoch())) {
            // New identities from here on, and with them fresh filters and a fresh memory of the lifter.
            camera.tracker().forgetAll();
        }
        camera.tracker().assign(slot.people(), slot.captureNanos());
        camera.snapshots().put(slot.sequence(), camera.tracker().snapshot());
    }
}
