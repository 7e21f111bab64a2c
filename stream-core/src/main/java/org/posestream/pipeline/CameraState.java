package org.posestream.pipeline;

import java.util.Locale;

/** What a supervised camera is doing. */
public enum CameraState {
    /** Being opened; no frame has come yet. */
    CONNECTING,
    /** Frames come. */
    STREAMING,
    /** Connected, but no frame has come for too long; it is being closed to be opened again. */
    STALLED,
    /** Lost; it will be opened again after a pause. */
    BACKING_OFF,
    /** Not tried any more until something else changes: too many of its readers hang in native calls. */
    FAILED,
    /** Closed on request, to be resumed. */
    PAUSED,
    /** Closed for ever. */
    STOPPED;

    /** The name used in the output and in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
