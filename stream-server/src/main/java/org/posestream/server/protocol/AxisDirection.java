package org.posestream.server.protocol;

import java.util.Locale;

/** Where an axis points, as the camera sees it; its picture stands upright. */
public enum AxisDirection {
    RIGHT,
    LEFT,
    UP,
    DOWN,
    /** Away from the camera, into the picture. */
    FORWARD,
    /** Towards the camera. */
    BACKWARD;

    /** The name used in the output. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How far a point lies in this direction, given in the camera's axes (x right, y down, z forward). */
    float of(float x, float y, float z) {
        // Taken from zero rather than negated, since nobody wants to read a negative zero.
        return switch (this) {
            case RIGHT -> x;
            case LEFT -> 0 - x;
            case UP -> 0 - y;
            case DOWN -> y;
            case FORWARD -> z;
            case BACKWARD -> 0 - z;
        };
    }
}
