package org.posestream.inference;

/** A model that cannot be used; the message is one line that names the model, the rule and the mend. */
public final class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
