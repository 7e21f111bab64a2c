package org.posestream.source;

/** A file or folder that is not there, is empty or may not be read; all of that can change without the address. */
public final class MissingFileException extends SourceException {
    private static final long serialVersionUID = 1;

    MissingFileException(String message) {
        super(message);
    }
}
