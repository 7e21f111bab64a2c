package org.posestream.server.camera;

/** An order about a camera that cannot be carried out; the message is one line that says why, without credentials. */
public final class CameraException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why not. */
    public enum Reason {
        /** There is no camera of that name. */
        UNKNOWN,
        /** There is one already. */
        NAME_IN_USE,
        /** There are as many cameras as there may be. */
        FULL,
        /** The name or the address cannot be understood. */
        INVALID
    }

    private final Reason reason;

    CameraException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
