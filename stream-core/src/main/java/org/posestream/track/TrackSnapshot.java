package org.posestream.track;

import org.posestream.frame.PersonBuffer;
import org.posestream.pose.BoundingBox;

/**
 * Where one camera's tracks were after a frame, to predict boxes for later frames. Immutable, so that the detecting
 * stage may read it while the tracking stage is at work on the next frame.
 */
public final class TrackSnapshot {

    /** Before the first frame. */
    public static final TrackSnapshot EMPTY = new TrackSnapshot(Long.MIN_VALUE, new float[0], new float[0], new long[0],
            new boolean[0]);

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
    private static final int NOBODY = -1;

    private final long newestNanos;
    private final float[] values;
    private final float[] joints;
    private final long[] seenNanos;
    private final boolean[] fallen;

    private TrackSnapshot(long newestNanos, float[] values, float[] joints, long[] seenNanos, boolean[] fallen) {
        this.newestNanos = newestNanos;
        this.values = values;
        this.joints = joints;
        this.seenNanos = seenNanos;
        this.fallen = fallen;
    }

    static TrackSnapshot of(PersonTrack[] tracks, int count, long newestNanos) {
        float[] values = new float[count * STRIDE];
        float[] joints = new float[count == 0 ? 0 : count * tracks[0].jointValues()];
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
            track.copyJoints(joints, t * track.jointValues());
            seenNanos[t] = track.seenNanos;
            fallen[t] = track.evidence < EVIDENCE_FALL * track.usualEvidence;
        }
        return new TrackSnapshot(newestNanos, values, joints, seenNanos, fallen);
    }

    /** Whether a frame of this capture time, or a later one, was tracked before. */
    public boolean isAfter(long captureNanos) {
        return newestNanos >= captureNanos;
    }

    /** How many tracks there are, those lost but remembered included. */
    public int count() {
        return seenNanos.length;
    }

    /** Whether nobody was seen within the last 0.3 s: only the detector can find somebody then. */
    public boolean isNobodyInSight(long captureNanos) {
        for (int t = 0; t < count(); t++) {
            if (isRecent(t, captureNanos)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether somebody was seen in the newest frame, but too long before this one to be predicted: frames of a low
     * rate, or the first after a gap.
     */
    public boolean isSomebodyOutOfReach(long captureNanos) {
        for (int t = 0; t < count(); t++) {
            if (seenNanos[t] == newestNanos && !isRecent(t, captureNanos)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the detector should look after somebody who was seen within the last 0.3 s: one who is lost, has less
     * evidence than usual or left the image with the centre of the box. Those lost for longer wait for its next turn.
     */
    public boolean isSomebodyFading(long captureNanos, int imageWidth, int imageHeight) {
        for (int t = 0; t < count(); t++) {
            if (isRecent(t, captureNanos) && (fallen[t] || seenNanos[t] < newestNanos
                    || !isInside(t, captureNanos, imageWidth, imageHeight))) {
                return true;
            }
        }
        return false;
    }

    /** For a frame without detector: adds the predicted box and joints of every track seen within the last 0.3 s. */
    public void predictInto(PersonBuffer people, long captureNanos) {
        float[] box = new float[4];
        for (int t = 0; t < count(); t++) {
            if (isRecent(t, captureNanos)) {
                predictBox(t, captureNanos, box);
                if (add(people, box, score(t))) {
                    predictJoints(t, people, people.count() - 1, captureNanos);
                }
            }
        }
    }

    /**
     * For a frame with detector: gives its people the predicted joints of their tracks, and adds the boxes of tracks
     * that it missed, with a score that falls with every miss, so that a weak detector loses nobody and somebody who
     * left does not stay for ever.
     */
    public void completeInto(PersonBuffer people, long captureNanos) {
        int detected = people.count();
        float[] box = new float[4];
        for (int t = 0; t < count(); t++) {
            if (isRecent(t, captureNanos)) {
                predictBox(t, captureNanos, box);
                int person = samePerson(box, people, detected);
                if (person == NOBODY && add(people, box, score(t) * MISSED_SCORE_FACTOR)) {
                    person = people.count() - 1;
                }
                if (person != NOBODY) {
                    predictJoints(t, people, person, captureNanos);
                }
            }
        }
    }

    /** The one of the first {@code detected} whom the box overlaps most, if enough to be the same. */
    private static int samePerson(float[] box, PersonBuffer people, int detected) {
        int best = NOBODY;
        float bestOverlap = SAME_PERSON_IOU;
        for (int n = 0; n < detected; n++) {
            float overlap = BoundingBox.iou(box, 0, people.boxes(), n * 4);
            if (overlap >= bestOverlap) {
                best = n;
                bestOverlap = overlap;
            }
        }
        return best;
    }

    private static boolean add(PersonBuffer people, float[] box, float score) {
        return people.add(box[0], box[1], box[2], box[3], score);
    }

    private float score(int track) {
        return values[track * STRIDE + 6];
    }

    /** Writes x, y, width and height. */
    private void predictBox(int track, long captureNanos, float[] box) {
        int i = track * STRIDE;
        box[0] = values[i] + shift(track, 0, captureNanos) - values[i + 2] / 2;
        box[1] = values[i + 1] + shift(track, 1, captureNanos) - values[i + 3] / 2;
        box[2] = values[i + 2];
        box[3] = values[i + 3];
    }

    private void predictJoints(int track, PersonBuffer people, int person, long captureNanos) {
        people.predictJoints(person, joints, track * joints.length / count(), shift(track, 0, captureNanos),
                shift(track, 1, captureNanos));
    }

    /** How far a track has moved by now along axis 0 (x) or 1 (y), pixels. */
    private float shift(int track, int axis, long captureNanos) {
        return values[track * STRIDE + 4 + axis] * PersonTrack.reach((captureNanos - seenNanos[track]) * 1e-9);
    }

    private boolean isRecent(int track, long captureNanos) {
        double seconds = (captureNanos - seenNanos[track]) * 1e-9;
        return seconds >= 0 && seconds <= MAX_PREDICTION_SECONDS;
    }

    private boolean isInside(int track, long captureNanos, int imageWidth, int imageHeight) {
        float x = values[track * STRIDE] + shift(track, 0, captureNanos);
        float y = values[track * STRIDE + 1] + shift(track, 1, captureNanos);
        return x >= 0 && x < imageWidth && y >= 0 && y < imageHeight;
    }
}
