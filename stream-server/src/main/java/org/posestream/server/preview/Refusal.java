package org.posestream.server.preview;

import org.posestream.pipeline.CameraState;
import org.posestream.pipeline.CameraStatus;
import org.posestream.server.web.Reply;

/** A picture that cannot be had; the message is one line that says why. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private static final String SECONDS_TO_WAIT = "5";

    private final int status;

    private Refusal(int status, String message) {
        super(message);
        this.status = status;
    }

    /** What was asked for is not understood. */
    static Refusal misunderstood(String message) {
        return new Refusal(400, message);
    }

    /** There is no such thing. */
    static Refusal notFound(String message) {
        return new Refusal(404, message);
    }

    /** It may be had later. */
    static Refusal notNow(String message) {
        return new Refusal(503, message);
    }

    /** There is no such camera. */
    static Refusal unknownCamera(String name) {
        return notFound("there is no camera '" + name + "'");
    }

    /** The camera gives no pictures for the time being. */
    static Refusal silentCamera(CameraStatus status) {
        if (status.state() == CameraState.PAUSED) {
            return notNow("camera '" + status.name() + "' is paused; resume it to see it");
        }
        return notNow("camera '" + status.name() + "' gives no picture now, it is " + status.state().label()
                + status.lastError().map(error -> "; it was lost last because " + error).orElse(""));
    }

    /** The server stops. */
    static Refusal stopping() {
        return notNow("the server is stopping");
    }

    /** Something is wrong with the picture itself. */
    static Refusal failed(String message) {
        return new Refusal(500, message);
    }

    Reply reply() {
        Reply reply = Reply.line(status, getMessage());
        return status == 503 ? reply.with("Retry-After", SECONDS_TO_WAIT) : reply;
    }
}
