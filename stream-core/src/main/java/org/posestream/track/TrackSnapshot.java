package org.posestream.track;

import org.posestream.frame.PersonBuffer;
import org.posestream.pose.BoundingBox;

/**
 * Where one camera's tracks were after a frame, to predict boxes for later frames. Immutable, so that the detecting
 * stage may read it while the tracking stage is at work on the next frame.
 */
public final class TrackSnapshot {

    /** Nobody was ever seen. */
    public static final TrackSnapshot EMPTY = new TrackSnapshot(0, new float[0], new long[0], new boolean[0]);

    /** Tracks unseen for longer are not predicted; they wait for the detector to find them again. */
    private static final double MAX_PREDICTION_SECONDS = 0.3;
    /** A detection that overlaps a predicted box by so much (IoU) stands for the same person. */
    private static final float SAME_PERSON_IOU = 0.3f;
    /** Trust left in a track that the detector missed: fifteen misses in a row end one that began at 0.9. */
    private static final float MISSED_SCORE_FACTOR = 0.9f;
    /** Evidence below this share of what is usual for the track calls for the detector. */
    private static final float EVIDENCE_FALL = 0.6f;
    /** Values per track: centre x, centre y, width, height (pixels), speed x, speed y (pixels/s), score. */
    private static final int STRIDE = 7;

    private final long newestNanos;
    private final float[] values;
    private final long[] seenNanos;
    private final boolean[] fallen;

    private TrackSnapshot(long newestNanos, float[] values, long[] seenNanos, boolean[] fallen) {
        this.newestNanos = newestNanos;
        this.values = values;
        this.seenNanos = seenNanos;
        this.fallen = fallen;
    }

    static TrackSnapshot of(PersonTrack[] tracks, int count, long newestNanos) {
        float[] values = new float[count * STRIDE];
        long[] seenNanos = new long[count];
        boolean[] fallen = new boolean[count];
        for (int t = 0; t < count; t++) {
            PersonTrack track = tracks[t];
            int i = t * STRIDE;
            values[i] = track.centreX;
            values[i + 1] = track.centreY;
            values[i + 2] = track.width;
            values[i + 3] = track.height;
            values[i + 4] = track.speedX;
            values[i + 5] = track.speedY;
            values[i + 6] = track.score;
            seenNanos[t] = track.seenNanos;
            fallen[t] = track.evidence < EVIDENCE_FALL * track.usualEvidence;
        }
        return new TrackSnapshot(newestNanos, values, seenNanos, fallen);
    }

    /** How many tracks there are, those lost but remembered included. */
    public int count() {
        return seenNanos.length;
    }

    /**
     * Whether a frame should not do without the detector: nobody was in sight within the last 0.3 s, or one who was is
     * lost, has less evidence than usual or left the image with the centre of the box. Those lost for longer wait for
     * the detector's next turn.
     */
    public boolean needsDetector(long captureNanos, int imageWidth, int imageHeight) {
        boolean nobodyInSight = true;
        for (int t = 0; t < count(); t++) {
            if (isRecent(t, captureNanos)) {
                nobodyInSight = false;
                if (fallen[t] || seenNanos[t] < newestNanos || !isInside(t, captureNanos, imageWidth, imageHeight)) {
                    return true;
                }
            }
        }
        return nobodyInSight;
    }

    /** For a frame without detector: adds the predicted box of every track seen within the last 0.3 s. */
    public void predictInto(PersonBuffer people, long captureNanos) {
        for (int t = 0; t < count(); t++) {
            if (isRecent(t, captureNanos)) {
                add(t, people, captureNanos, 1);
            }
        }
    }

    /**
     * For a frame with detector: adds to its people the predicted boxes of tracks that it missed, with a score that
     * falls with every miss, so that a weak detector loses nobody and somebody who left does not stay for ever.
     */
    public void completeInto(PersonBuffer people, long captureNanos) {
        int detected = people.count();
        for (int t = 0; t < count(); t++) {
            if (isRecent(t, captureNanos) && add(t, people, captureNanos, MISSED_SCORE_FACTOR)
                    && overlapsAny(people, detected)) {
                people.remove(people.count() - 1);
            }
        }
    }

    /** Whether the last person overlaps one of the first {@code detected}. */
    private static boolean overlapsAny(PersonBuffer people, int detected) {
        int last = (people.count() - 1) * 4;
        for (int n = 0; n < detected; n++) {
            if (BoundingBox.iou(people.boxes(), last, people.boxes(), n * 4) >= SAME_PERSON_IOU) {
                return true;
            }
        }
        return false;
    }

    private boolean add(int track, PersonBuffer people, long captureNanos, float scoreFactor) {
        int i = track * STRIDE;
        float width = values[i + 2];
        float height = values[i + 3];
        return people.add(centre(track, 0, captureNanos) - width / 2, centre(track, 1, captureNanos) - height / 2,
                width, height, values[i + 6] * scoreFactor);
    }

    /** Predicted centre of the box along axis 0 (x) or 1 (y). */
    private float centre(int track, int axis, long captureNanos) {
        float reach = PersonTrack.reach((captureNanos - seenNanos[track]) * 1e-9);
        return values[track * STRIDE + axis] + values[track * STRIDE + 4 + axis] * reach;
    }

    private boolean isRecent(int track, long captureNanos) {
        double seconds = (captureNanos - seenNanos[track]) * 1e-9;
        return seconds >= 0 && seconds <= MAX_PREDICTION_SECONDS;
    }

    private boolean isInside(int track, long captureNanos, int imageWidth, int imageHeight) {
        float x = centre(track, 0, captureNanos);
        float y = centre(track, 1, captureNanos);
        return x >= 0 && x < imageWidth && y >= 0 && y < imageHeight;
    }
}
