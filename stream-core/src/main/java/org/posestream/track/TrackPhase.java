package org.posestream.track;

/** Where a track is in its life. */
enum TrackPhase {
    /** Begun by somebody too faint to be told of at once; without an id, and gone when not seen again soon. */
    TENTATIVE,
    /** With an id; seen in the newest frames. */
    CONFIRMED,
    /** With an id; unseen for a while, to be found again where it can have gone. */
    LOST,
    /** Nobody: the slot is free. Its id is never given again. */
    REMOVED
}
