package org.posestream.track;

import org.posestream.frame.PersonBuffer;
import org.posestream.pose.BoundingBox;

/** Finds people who are in a frame twice: suppression by object keypoint similarity; boxes alone say too little. */
final class DuplicateSuppression {

    /** Somebody new whose joints (OKS) overlap another's this much is that person seen twice. */
    private static final float DUPLICATE_JOINTS = 0.4f;
    /** So is somebody new whose box overlaps another's (IoU) this much. */
    private static final float DUPLICATE_BOX = 0.7f;
    /** Two tracks must be more alike than that: people who cross are alike for a moment. */
    private static final float TRACKED_DUPLICATE_JOINTS = 0.78f;
    /** Of two tracks on one person the older stays, unless its cost is higher by more than this. */
    private static final float AGE_ADVANTAGE = 0.1f;

    private final PersonSimilarity similarity;

    DuplicateSuppression(PersonSimilarity similarity) {
        this.similarity = similarity;
    }

    /** Drops people who are another one of the frame. */
    void apply(PersonTrack[] tracks, PersonBuffer people, FrameMatch match) {
        dropTracksOnOnePerson(tracks, people, match);
        for (int n = 0; n < people.count(); n++) {
            if (isNew(tracks, match.trackOf(n)) && isSeenTwice(tracks, people, n, match)) {
                match.drop(n);
            }
        }
    }

    /** Where the network gave the joints of one person to two tracks, the one that fits worse goes unseen. */
    private void dropTracksOnOnePerson(PersonTrack[] tracks, PersonBuffer people, FrameMatch match) {
        for (int a = 0; a < people.count(); a++) {
            for (int b = a + 1; b < people.count(); b++) {
                if (match.trackOf(a) >= 0 && match.trackOf(b) >= 0
                        && similarity.joints(people, a, b, match.boxes()) >= TRACKED_DUPLICATE_JOINTS) {
                    match.drop(worseFit(tracks, a, b, match));
                }
            }
        }
    }

    private static int worseFit(PersonTrack[] tracks, int a, int b, FrameMatch match) {
        boolean isOlderA = tracks[match.trackOf(a)].isOlderThan(tracks[match.trackOf(b)]);
        int older = isOlderA ? a : b;
        int younger = isOlderA ? b : a;
        return match.costOf(older) > match.costOf(younger) + AGE_ADVANTAGE ? older : younger;
    }

    /** Whether the person has no track, or one that was lost or never quite believed. */
    private static boolean isNew(PersonTrack[] tracks, int track) {
        return track == FrameMatch.UNTRACKED || track >= 0 && tracks[track].phase != TrackPhase.CONFIRMED;
    }

    private boolean isSeenTwice(PersonTrack[] tracks, PersonBuffer people, int person, FrameMatch match) {
        float[] boxes = match.boxes();
        for (int n = 0; n < people.count(); n++) {
            if (n != person && outranks(tracks, people, n, person, match)
                    && (similarity.joints(people, n, person, boxes) >= DUPLICATE_JOINTS
                    || BoundingBox.iou(boxes, n * 4, boxes, person * 4) >= DUPLICATE_BOX)) {
                return true;
            }
        }
        return false;
    }

    /** Known people before new ones, then by score, then by order. */
    private static boolean outranks(PersonTrack[] tracks, PersonBuffer people, int a, int b, FrameMatch match) {
        if (!isNew(tracks, match.trackOf(a))) {
            return match.trackOf(a) >= 0;
        }
        float difference = people.scores()[a] - people.scores()[b];
        return difference > 0 || difference == 0 && a < b;
    }
}
