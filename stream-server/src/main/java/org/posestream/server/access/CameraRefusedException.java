package org.posestream.server.access;

/** A camera that must not be opened for whoever named it; the message is one line with the mend. */
public final class CameraRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    CameraRefusedException(String message) {
        super(message);
    }

    CameraRefusedException(String message, Exception cause) {
        super(message, cause);
    }
}
