package org.posestream.pipeline;

import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBuffer;
import org.posestream.pose.BoundingBox;
import org.posestream.track.TrackSnapshot;

/**
 * What the detector found on one camera in the last few frames that it saw. With several frames under way the next ones
 * come before the tracks know of it, and a newcomer would be missing in them. Used by the detecting stage only;
 * allocates nothing later on.
 */
final class LastDetections {

    /** A box that overlaps one of the frame's so much (IoU) is of somebody who is there already. */
    private static final float SAME_PERSON_IOU = 0.3f;
    /** Older detections are of no use: the person has moved. */
    private static final long MAX_AGE_NANOS = 300_000_000;

    private final Detection[] detections;
    private int newest;

    /** The boxes of one frame. */
    private static final class Detection {
        private final float[] boxes;
        private final float[] scores;
        private int count;
        private long sequence = Long.MAX_VALUE;
        private long captureNanos;

        Detection(int capacity) {
            boxes = new float[capacity * 4];
            scores = new float[capacity];
        }
    }

    /**
     * Room for what may be under way.
     *
     * @param length how many frames are remembered
     * @param capacity most people in a frame
     */
    LastDetections(int length, int capacity) {
        detections = new Detection[length];
        for (int i = 0; i < length; i++) {
            detections[i] = new Detection(capacity);
        }
    }

    /** Takes over what the detector found in a frame; frames come in order. */
    void remember(FrameSlot slot) {
        newest = (newest + 1) % detections.length;
        Detection detection = detections[newest];
        PersonBuffer people = slot.people();
        detection.sequence = slot.sequence();
        detection.captureNanos = slot.captureNanos();
        detection.count = people.count();
        System.arraycopy(people.boxes(), 0, detection.boxes, 0, people.count() * 4);
        System.arraycopy(people.scores(), 0, detection.scores, 0, people.count());
    }

    /** Adds those of whom the tracks, and so the people predicted from them, do not know yet. */
    void addUnknown(FrameSlot slot, TrackSnapshot tracks) {
        Detection last = before(slot.sequence());
        if (last == null) {
            return;
        }
        long age = slot.captureNanos() - last.captureNanos;
        if (!tracks.isAfter(last.captureNanos) && age >= 0 && age <= MAX_AGE_NANOS) {
            addUnknown(slot.people(), last);
        }
    }

    private Detection before(long sequence) {
        for (int i = 0; i < detections.length; i++) {
            Detection detection = detections[(newest - i + detections.length) % detections.length];
            if (detection.sequence < sequence) {
                return detection;
            }
        }
        return null;
    }

    private static void addUnknown(PersonBuffer people, Detection last) {
        int known = people.count();
        for (int n = 0; n < last.count; n++) {
            if (!overlaps(people, known, last.boxes, n * 4)) {
                people.add(last.boxes[n * 4], last.boxes[n * 4 + 1], last.boxes[n * 4 + 2], last.boxes[n * 4 + 3],
                        last.scores[n]);
            }
        }
    }

    private static boolean overlaps(PersonBuffer people, int known, float[] boxes, int i) {
        for (int person = 0; person < known; person++) {
            if (BoundingBox.iou(people.boxes(), person * 4, boxes, i) >= SAME_PERSON_IOU) {
                return true;
            }
        }
        return false;
    }
}
