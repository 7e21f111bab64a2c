package org.posestream.pipeline;

import java.util.Optional;
import org.posestream.source.SourceFormat;

/**
 * One opening of a camera's source, from {@link #start} until the source is closed. The supervisor sees nothing else of
 * a reader, so that tests can play one without threads and clocks.
 */
interface Connection {

    /** Begins to open and to read, elsewhere. */
    void start();

    /** Tells it to end soon; returns at once. */
    void requestStop();

    /** Gives it up: nothing that it does counts any more, and it closes its source itself when it wakes. */
    void abandon();

    /** Whether the source is closed, or was never opened, and nothing follows. */
    boolean hasEnded();

    /** Waits for that; false when the deadline, on the machine's monotonic clock, passes first. */
    boolean awaitEnd(long deadlineNanos);

    /** Frames that the source delivered, dropped ones included. */
    long framesRead();

    /** How long the source has kept it waiting for a frame; 0 while it waits for the stages instead. */
    long silentNanos(long nowNanos);

    /** What the source delivers. */
    SourceFormat format();

    /** Why it ended; null when the stream came to its end or was stopped. */
    Throwable failure();

    /** Why the stream came to its end, when the source told. */
    Optional<String> endReason();
}
