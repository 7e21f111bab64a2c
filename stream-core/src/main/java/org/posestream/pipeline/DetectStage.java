package org.posestream.pipeline;

import java.util.Arrays;
import org.posestream.detect.PersonDetector;
import org.posestream.frame.FrameSlot;
import org.posestream.metrics.PipelineCounter;
import org.posestream.metrics.PipelineMetrics;
import org.posestream.metrics.Stage;
import org.posestream.track.TrackSnapshot;

/** Boxes for everybody: from the detector where it is due, else from where the tracks should be by now. */
final class DetectStage implements FrameStage {

    private final PersonDetector detector;
    private final Cameras cameras;
    private final FrameSlot[] due;

    DetectStage(PersonDetector detector, Cameras cameras) {
        this.detector = detector;
        this.cameras = cameras;
        due = new FrameSlot[detector.maxBatch()];
    }

    @Override
    public Stage kind() {
        return Stage.DETECT;
    }

    @Override
    public int maxBatch() {
        return due.length;
    }

    @Override
    public void process(FrameSlot[] slots, int count) {
        int dueCount = 0;
        for (int i = 0; i < count; i++) {
            if (slots[i].isDetectorDue()) {
                due[dueCount] = slots[i];
                dueCount++;
            }
        }
        if (dueCount > 0) {
            detect(dueCount);
        }
        for (int i = 0; i < count; i++) {
            if (!slots[i].isDetectorDue()) {
                predict(slots[i]);
            }
        }
    }

    /** After the detector has run on the frames that came with this one. */
    private void predict(FrameSlot slot) {
        TrackSnapshot tracks = tracksBefore(slot);
        tracks.predictInto(slot.people(), slot.captureNanos());
        cameras.of(slot).lastDetections().addUnknown(slot, tracks);
    }

    private void detect(int dueCount) {
        try {
            detector.detect(due, dueCount);
            for (int i = 0; i < dueCount; i++) {
                PipelineMetrics metrics = cameras.of(due[i]).metrics();
                metrics.increment(PipelineCounter.DETECTOR_RUNS);
                metrics.add(PipelineCounter.PEOPLE_OVER_LIMIT, due[i].people().refused());
                cameras.of(due[i]).lastDetections().remember(due[i]);
                tracksBefore(due[i]).completeInto(due[i].people(), due[i].captureNanos());
            }
        } catch (Throwable e) {
            for (int i = 0; i < dueCount; i++) {
                due[i].fail(kind(), e);
            }
        }
        Arrays.fill(due, 0, dueCount, null);
    }

    private TrackSnapshot tracksBefore(FrameSlot slot) {
        return cameras.of(slot).tracksBefore(slot.sequence(), slot.epoch());
    }
}
