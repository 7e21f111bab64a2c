package org.posestream.track;

import java.util.Arrays;
import org.posestream.frame.PersonBuffer;
import org.posestream.pose.SkeletonTopology;

/**
 * Who of a frame's people is which track: the choice of least cost in all, where leaving a track unseen has a cost,
 * too. Sure people choose first and faint ones take from the tracks that are left (as in ByteTrack, Zhang et al. 2022);
 * only sure people can be somebody who was lost. Scratch is allocated once.
 */
final class FrameMatch {

    /** A person without a track. */
    static final int UNTRACKED = -1;
    /** A person who is not to be believed, or is somebody else seen twice. */
    static final int DROPPED = -2;

    /** Dearer than most pairs: a track goes unseen rather than let a chain of neighbours each take the next one's. */
    private static final float UNSEEN_COST = 1.1f;

    private final PersonSimilarity similarity;
    private final HungarianAssignment assignment;
    private final float[] costs;
    private final int[] rows;
    private final int[] columns;
    private final int[] columnOfRow;
    private final int[] trackOfPerson;
    private final float[] costOfPerson;
    private final boolean[] sure;
    private final boolean[] taken;
    private final float[] boxes;
    private final int jointCount;

    FrameMatch(SkeletonTopology topology2d, PersonSimilarity similarity, int maxTracks, int maxPeople) {
        this.similarity = similarity;
        jointCount = topology2d.jointCount();
        assignment = new HungarianAssignment(maxTracks + maxPeople);
        costs = new float[maxTracks * (maxTracks + maxPeople)];
        rows = new int[maxTracks];
        columns = new int[maxPeople];
        columnOfRow = new int[maxTracks];
        trackOfPerson = new int[maxPeople];
        costOfPerson = new float[maxPeople];
        sure = new boolean[maxPeople];
        taken = new boolean[maxTracks];
        boxes = new float[maxPeople * 4];
    }

    /** Index of the person's track, {@link #UNTRACKED} or {@link #DROPPED}. */
    int trackOf(int person) {
        return trackOfPerson[person];
    }

    /** What it cost to take the person for their track. */
    float costOf(int person) {
        return costOfPerson[person];
    }

    /** Whether the person is sure enough to be somebody new. */
    boolean isSure(int person) {
        return sure[person];
    }

    void drop(int person) {
        trackOfPerson[person] = DROPPED;
    }

    /** N x (x, y, width, height): the boxes of the people's joints. */
    float[] boxes() {
        return boxes;
    }

    /** Matches the people with tracks that are predicted to the frame's capture time. */
    void match(PersonTrack[] tracks, int trackCount, PersonBuffer people, TrackerOptions options, long captureNanos) {
        measure(people, options);
        Arrays.fill(trackOfPerson, 0, people.count(), UNTRACKED);
        Arrays.fill(taken, 0, trackCount, false);
        solve(true, tracks, trackCount, people, captureNanos);
        solve(false, tracks, trackCount, people, captureNanos);
    }

    private void measure(PersonBuffer people, TrackerOptions options) {
        for (int n = 0; n < people.count(); n++) {
            if (!JointBox.write(people.joints2d(), people.offset2d(n), jointCount, boxes, n * 4)) {
                System.arraycopy(people.boxes(), n * 4, boxes, n * 4, 4);
            }
            sure[n] = people.scores()[n] >= options.birthScore()
                    && JointEvidence.of(people, n) >= options.birthEvidence();
        }
    }

    private void solve(boolean ofSure, PersonTrack[] tracks, int trackCount, PersonBuffer people, long captureNanos) {
        int columnCount = choosePeople(ofSure, people.count());
        int rowCount = chooseTracks(ofSure, tracks, trackCount);
        int width = columnCount + rowCount;
        for (int row = 0; row < rowCount; row++) {
            PersonTrack track = tracks[rows[row]];
            for (int column = 0; column < columnCount; column++) {
                costs[row * width + column] = track.phase == TrackPhase.LOST
                        ? similarity.returnCost(track, columns[column], boxes, captureNanos)
                        : similarity.cost(track, people, columns[column], boxes, captureNanos);
            }
            Arrays.fill(costs, row * width + columnCount, (row + 1) * width, UNSEEN_COST);
        }
        assignment.solve(costs, rowCount, width, columnOfRow);
        for (int row = 0; row < rowCount; row++) {
            int column = columnOfRow[row];
            if (column < columnCount) {
                take(rows[row], columns[column], costs[row * width + column]);
            }
        }
    }

    private int choosePeople(boolean ofSure, int personCount) {
        int count = 0;
        for (int n = 0; n < personCount; n++) {
            if (sure[n] == ofSure) {
                columns[count] = n;
                count++;
            }
        }
        return count;
    }

    private int chooseTracks(boolean lostToo, PersonTrack[] tracks, int trackCount) {
        int count = 0;
        for (int t = 0; t < trackCount; t++) {
            if (!taken[t] && (lostToo || tracks[t].phase != TrackPhase.LOST)) {
                rows[count] = t;
                count++;
            }
        }
        return count;
    }

    private void take(int track, int person, float cost) {
        taken[track] = true;
        trackOfPerson[person] = track;
        costOfPerson[person] = cost;
    }
}
