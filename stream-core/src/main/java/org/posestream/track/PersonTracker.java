package org.posestream.track;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import org.posestream.frame.PersonBuffer;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.SkeletonTopology;

/**
 * Gives the people of one camera identities that last. Tracks are moved on to the frame's capture time and assigned to
 * its people at the least cost (overlap of joints, overlap of boxes, distance); people without a track become new ones,
 * and tracks without a person are remembered for a while.
 *
 * <p>An id is given at once, not after several frames: what keeps ghosts out is that a new track needs a good score and
 * good joint evidence (the sum of the confident joints' confidences over half their number). Two boxes on one person
 * are made one (NMS by object keypoint similarity). People who are not believed are taken out of the buffer.
 *
 * <p>Single-threaded; allocates nothing but snapshots after construction. Ids begin at 1 and are never used again.
 */
public final class PersonTracker {

    /** Tracks per person of a full frame: those in sight and as many that are remembered. */
    private static final int TRACKS_PER_PERSON = 2;
    /** Somebody untracked whose joints (OKS) overlap another's this much is that person seen twice. */
    private static final float DUPLICATE_JOINTS = 0.4f;
    /** So is somebody untracked whose box overlaps another's (IoU) this much. */
    private static final float DUPLICATE_BOX = 0.7f;
    /** Two tracks must be more alike than that: people who cross are alike for a moment. */
    private static final float TRACKED_DUPLICATE_JOINTS = 0.85f;
    /** Of two tracks on one person the older stays, unless its cost is higher by more than this. */
    private static final float AGE_ADVANTAGE = 0.1f;
    private static final int UNTRACKED = -1;
    private static final int DROPPED = -2;

    private final TrackerOptions options;
    private final PersonTrack[] tracks;
    private final PersonSimilarity similarity;
    private final HungarianAssignment assignment;
    private final float[] costs;
    private final int[] personOfTrack;
    private final int[] trackOfPerson;
    private final float[] boxes;
    private int trackCount;
    private long newestNanos = Long.MIN_VALUE;
    private long nextId = 1;

    /** A tracker with {@link TrackerOptions#DEFAULT}. */
    public PersonTracker(SkeletonTopology topology2d, int capacity) {
        this(topology2d, capacity, TrackerOptions.DEFAULT);
    }

    /**
     * A tracker for one camera.
     *
     * @param topology2d order of the 2D joints
     * @param capacity most people in a frame
     */
    public PersonTracker(SkeletonTopology topology2d, int capacity, TrackerOptions options) {
        this.options = requireNonNull(options, "options is null");
        similarity = new PersonSimilarity(topology2d);
        tracks = new PersonTrack[capacity * TRACKS_PER_PERSON];
        for (int t = 0; t < tracks.length; t++) {
            tracks[t] = new PersonTrack(topology2d.jointCount());
        }
        assignment = new HungarianAssignment(tracks.length);
        costs = new float[tracks.length * capacity];
        personOfTrack = new int[tracks.length];
        trackOfPerson = new int[capacity];
        boxes = new float[capacity * 4];
    }

    /**
     * Sets the ids of the frame's people, in place, replaces their boxes by the boxes of their joints and removes
     * those who are seen twice or not believed.
     *
     * @param captureNanos capture time; a step back forgets all tracks
     */
    public void assign(PersonBuffer people, long captureNanos) {
        forgetGone(captureNanos);
        newestNanos = captureNanos;
        removeUnbelieved(people);
        measureBoxes(people);
        match(people);
        dropTracksOnOnePerson(people);
        dropStrangers(people);
        updateTracks(people);
        beginTracks(people);
        removeDropped(people);
    }

    /** Forgets all tracks; who is seen next is somebody new. */
    public void forgetAll() {
        trackCount = 0;
        newestNanos = Long.MIN_VALUE;
    }

    /** Where the tracks are after the newest frame. */
    public TrackSnapshot snapshot() {
        return TrackSnapshot.of(tracks, trackCount, newestNanos);
    }

    private void forgetGone(long captureNanos) {
        if (captureNanos < newestNanos) {
            trackCount = 0;
        }
        for (int t = trackCount - 1; t >= 0; t--) {
            if (captureNanos - tracks[t].seenNanos > options.maxAbsenceNanos()) {
                PersonTrack gone = tracks[t];
                trackCount--;
                tracks[t] = tracks[trackCount];
                tracks[trackCount] = gone;
            }
        }
    }

    private void removeUnbelieved(PersonBuffer people) {
        for (int n = people.count() - 1; n >= 0; n--) {
            if (people.scores()[n] < options.keepScore() || JointEvidence.of(people, n) < options.keepEvidence()) {
                people.remove(n);
            }
        }
    }

    private void measureBoxes(PersonBuffer people) {
        int jointCount = people.topology2d().jointCount();
        for (int n = 0; n < people.count(); n++) {
            if (!JointBox.write(people.joints2d(), people.offset2d(n), jointCount, boxes, n * 4)) {
                System.arraycopy(people.boxes(), n * 4, boxes, n * 4, 4);
            }
        }
    }

    private void match(PersonBuffer people) {
        int count = people.count();
        for (int t = 0; t < trackCount; t++) {
            tracks[t].predict(newestNanos);
            for (int n = 0; n < count; n++) {
                costs[t * count + n] = similarity.cost(tracks[t], people, n, boxes, newestNanos);
            }
        }
        assignment.solve(costs, trackCount, count, personOfTrack);
        Arrays.fill(trackOfPerson, 0, count, UNTRACKED);
        for (int t = 0; t < trackCount; t++) {
            if (personOfTrack[t] >= 0) {
                trackOfPerson[personOfTrack[t]] = t;
            }
        }
    }

    /** Where the network gave the joints of one person to two tracks, the one that fits worse goes unseen. */
    private void dropTracksOnOnePerson(PersonBuffer people) {
        for (int a = 0; a < people.count(); a++) {
            for (int b = a + 1; b < people.count(); b++) {
                if (trackOfPerson[a] >= 0 && trackOfPerson[b] >= 0
                        && similarity.joints(people, a, b, boxes) >= TRACKED_DUPLICATE_JOINTS) {
                    trackOfPerson[worseFit(a, b, people.count())] = DROPPED;
                }
            }
        }
    }

    private int worseFit(int a, int b, int count) {
        boolean isOlderA = tracks[trackOfPerson[a]].id < tracks[trackOfPerson[b]].id;
        int older = isOlderA ? a : b;
        int younger = isOlderA ? b : a;
        float olderCost = costs[trackOfPerson[older] * count + older];
        float youngerCost = costs[trackOfPerson[younger] * count + younger];
        return olderCost > youngerCost + AGE_ADVANTAGE ? older : younger;
    }

    /** Untracked people begin a track only when they are sure enough and nobody else seen twice. */
    private void dropStrangers(PersonBuffer people) {
        for (int n = 0; n < people.count(); n++) {
            if (trackOfPerson[n] == UNTRACKED && (people.scores()[n] < options.birthScore()
                    || JointEvidence.of(people, n) < options.birthEvidence())) {
                trackOfPerson[n] = DROPPED;
            }
        }
        for (int n = 0; n < people.count(); n++) {
            if (trackOfPerson[n] == UNTRACKED && isSeenTwice(people, n)) {
                trackOfPerson[n] = DROPPED;
            }
        }
    }

    private boolean isSeenTwice(PersonBuffer people, int person) {
        for (int n = 0; n < people.count(); n++) {
            if (n != person && outranks(people, n, person)
                    && (similarity.joints(people, n, person, boxes) >= DUPLICATE_JOINTS
                    || BoundingBox.iou(boxes, n * 4, boxes, person * 4) >= DUPLICATE_BOX)) {
                return true;
            }
        }
        return false;
    }

    /** Tracked people before untracked ones, then by score, then by order. */
    private boolean outranks(PersonBuffer people, int a, int b) {
        if (trackOfPerson[a] != UNTRACKED) {
            return trackOfPerson[a] >= 0;
        }
        float difference = people.scores()[a] - people.scores()[b];
        return difference > 0 || difference == 0 && a < b;
    }

    private void updateTracks(PersonBuffer people) {
        for (int n = 0; n < people.count(); n++) {
            if (trackOfPerson[n] >= 0) {
                tracks[trackOfPerson[n]].update(people, n, newestNanos);
            }
        }
    }

    /** After {@link #updateTracks}, so that the track given up for a new one is none of this frame's. */
    private void beginTracks(PersonBuffer people) {
        for (int n = 0; n < people.count(); n++) {
            if (trackOfPerson[n] == UNTRACKED) {
                freeTrack().begin(nextId++, people, n, newestNanos);
            }
        }
    }

    /** An unused track or, when all are in use, the one unseen for longest. */
    private PersonTrack freeTrack() {
        if (trackCount < tracks.length) {
            return tracks[trackCount++];
        }
        PersonTrack oldest = tracks[0];
        for (PersonTrack track : tracks) {
            oldest = track.seenNanos < oldest.seenNanos ? track : oldest;
        }
        return oldest;
    }

    private void removeDropped(PersonBuffer people) {
        for (int n = people.count() - 1; n >= 0; n--) {
            if (trackOfPerson[n] == DROPPED) {
                people.remove(n);
            }
        }
    }
}
