package org.posestream.server.preview;

/** Somebody who looks at one form of one camera's pictures; on the preview thread only. */
sealed interface Viewer permits StreamViewer, SnapshotViewer {

    /** Pictures a second that are wanted; 0 for the very next one, whenever it comes. */
    double rate();

    /** Whether a picture of that capture time is to be shown; asked once for each, in order. */
    boolean wants(long captureNanos);

    void show(Picture picture);

    /** Whether it has waited for a new picture as long as it will. */
    boolean isTiredOfWaiting(long nowNanos);

    /** Ends the looking, as nothing can be shown any more. */
    void end(Refusal reason);

    /** Whether there is nothing more to show. */
    boolean hasEnded();
}
