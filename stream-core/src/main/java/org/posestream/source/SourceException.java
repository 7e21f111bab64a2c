package org.posestream.source;

/** A source that cannot be read; the message is one line that names the source, the rule and the mend. */
public class SourceException extends Exception {
    private static final long serialVersionUID = 1;

    public SourceException(String message) {
        super(message);
    }

    public SourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
