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
    private int epoch;

    /** @param length how many are kept; as many frames as can be under way, or more */
    SnapshotHistory(int length) {
        snapshots = new TrackSnapshot[length];
        sequences = new long[length];
    }

    /** Forgets what was of another epoch of the stream, see {@link org.posestream.frame.FrameSlot#epoch}; true then. */
    synchronized boolean begin(int newEpoch) {
        boolean differs = newEpoch != epoch;
        if (differs) {
            epoch = newEpoch;
            written = 0;
        }
        return differs;
    }

    /** Adds the snapshot after a frame; frames come in order, and failed ones leave none. */
    synchronized void put(long sequence, TrackSnapshot snapshot) {
        int i = index(written);
        snapshots[i] = snapshot;
        sequences[i] = sequence;
        written++;
    }

    /** After the newest frame, if it is of this epoch. */
    synchronized TrackSnapshot newest(int ofEpoch) {
        return written == 0 || epoch != ofEpoch ? TrackSnapshot.EMPTY : snapshots[index(written - 1)];
    }

    /** After the newest frame up to {@code sequence}, whatever has come since, if it is of this epoch. */
    synchronized TrackSnapshot atMost(long sequence, int ofEpoch) {
        for (long i = epoch == ofEpoch ? written - 1 : -1; i >= 0 && i >= written - snapshots.length; i--) {
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
