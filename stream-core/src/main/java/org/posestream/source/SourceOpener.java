package org.posestream.source;

/** Opens the same source again and again: for another round of a file, or after a camera was lost. */
@FunctionalInterface
public interface SourceOpener {

    /**
     * A new source at its beginning, of its own; closed by who gets it. An interrupt of the calling thread makes it
     * give up.
     */
    FrameSource open() throws SourceException;
}
