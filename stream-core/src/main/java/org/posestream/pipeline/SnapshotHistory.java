package org.posestream.pipeline;

import org.posestream.track.TrackSnapshot;

/**
 * The last few track snapshots of one camera by frame number; written by the tracking stage, read by the camera's door
 * and the detecting stage.
 */
final class SnapshotHistory {

    private final TrackSnapshot[] snapshots;
    private final long[] sequences;
    private long written;

    /** @param length how many are kept; as many frames as can be under way, or more */
    SnapshotHistory(int length) {
        snapshots = new TrackSnapshot[length];
        sequences = new long[length];
    }

    /** Adds the snapshot after a frame; frames come in order, and failed ones leave none. */
    synchronized void put(long sequence, TrackSnapshot snapshot) {
        int i = index(written);
        snapshots[i] = snapshot;
        sequences[i] = sequence;
        written++;
    }

    /** After the newest frame. */
    synchronized TrackSnapshot newest() {
        return written == 0 ? TrackSnapshot.EMPTY : snapshots[index(written - 1)];
    }

    /** After the newest frame up to {@code sequence}, whatever has come since. */
    synchronized TrackSnapshot atMost(long sequence) {
        for (long i = written - 1; i >= 0 && i >= written - snapshots.length; i--) {
            if (sequences[index(i)] <= sequence) {
                return snapshots[index(i)];
            }
        }
        return TrackSnapshot.EMPTY;
    }

    private int index(long position) {
        return (int) (position % snapshots.length);
    }
}
