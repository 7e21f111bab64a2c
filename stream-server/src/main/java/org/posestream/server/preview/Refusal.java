package org.posestream.server.preview;

import org.posestream.pipeline.CameraState;
import org.posestream.pipeline.CameraStatus;
import org.posestream.server.web.Problem;
import org.posestream.server.web.ProblemType;
import org.posestream.server.web.Reply;

/** A picture that cannot be had; the message is one line that says why. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private static final String SECONDS_TO_WAIT = "5";

    private final ProblemType type;

    Refusal(ProblemType type, String message) {
        super(message);
        this.type = type;
    }

    /** A parameter is not known, or cannot have that value. */
    static Refusal misunderstood(String message) {
        return new Refusal(ProblemType.INVALID_PARAMETER, message);
    }

    /** As many look as may look. */
    static Refusal busy(String message) {
        return new Refusal(ProblemType.BUSY, message);
    }

    /** There is none for the time being. */
    static Refusal noPicture(String message) {
        return new Refusal(ProblemType.NO_PICTURE, message);
    }

    /** There is no such camera. */
    static Refusal unknownCamera(String name) {
        return new Refusal(ProblemType.UNKNOWN_CAMERA, "there is no camera '" + name + "'; see /v1/cameras");
    }

    /** The camera gives no pictures for the time being. */
    static Refusal silentCamera(CameraStatus status) {
        if (status.state() == CameraState.PAUSED) {
            return noPicture("camera '" + status.name() + "' is paused; resume it to see it");
        }
        return noPicture("camera '" + status.name() + "' gives no picture now, it is "
                + status.state().label() + status.lastError().map(error -> "; its last error: " + error).orElse(""));
    }

    /** The server stops. */
    static Refusal stopping() {
        return new Refusal(ProblemType.STOPPING, "the server is stopping");
    }

    Reply reply() {
        Reply reply = Problem.of(type, getMessage()).reply();
        boolean later = type.status() == 503 && type != ProblemType.STOPPING;
        return later ? reply.with("Retry-After", SECONDS_TO_WAIT) : reply;
    }
}
