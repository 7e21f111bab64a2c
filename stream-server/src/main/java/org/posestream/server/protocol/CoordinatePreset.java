package org.posestream.server.protocol;

import static org.posestream.server.protocol.AxisDirection.BACKWARD;
import static org.posestream.server.protocol.AxisDirection.DOWN;
import static org.posestream.server.protocol.AxisDirection.FORWARD;
import static org.posestream.server.protocol.AxisDirection.RIGHT;
import static org.posestream.server.protocol.AxisDirection.UP;

import java.util.Locale;
import org.posestream.pose.Keypoint3D;

/**
 * The axes and the unit of joints in space.
 *
 * <p>Each preset shows a camera of that program, which looks along the program's own forward axis, what the real camera
 * sees: the picture's right stays on the right. So somebody who faces the camera looks against the camera's forward
 * axis, whatever that is called, and the same person in two presets is the same person, not their mirror image.
 */
public enum CoordinatePreset {
    /** The camera axes of computer vision, and of the files that PoseStream writes: x right, y down, z forward. */
    OPENCV("right", RIGHT, DOWN, FORWARD, Unit.METRE),
    /** Unity: left-handed, y up, cameras look along +z. Who faces the camera looks along -z. */
    UNITY("left", RIGHT, UP, FORWARD, Unit.METRE),
    /** Unreal Engine: left-handed, z up, cameras look along +x, centimetres. Who faces the camera looks along -x. */
    UNREAL("left", FORWARD, RIGHT, UP, Unit.CENTIMETRE),
    /** Blender: right-handed, z up; its front view looks along +y. Who faces the camera looks along -y. */
    BLENDER("right", RIGHT, FORWARD, UP, Unit.METRE),
    /**
     * glTF and three.js: right-handed, y up, cameras look along -z. Who faces the camera looks along +z, which is
     * forward for models of these.
     */
    GLTF("right", RIGHT, UP, BACKWARD, Unit.METRE);

    private final String handedness;
    private final AxisDirection x;
    private final AxisDirection y;
    private final AxisDirection z;
    private final Unit unit;

    CoordinatePreset(String handedness, AxisDirection x, AxisDirection y, AxisDirection z, Unit unit) {
        this.handedness = handedness;
        this.x = x;
        this.y = y;
        this.z = z;
        this.unit = unit;
    }

    /** The length of a 1 in the output. */
    public enum Unit {
        METRE(1),
        CENTIMETRE(100);

        private final float perMetre;

        Unit(float perMetre) {
            this.perMetre = perMetre;
        }

        /** The name used in the output. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The name used in options and in the output. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@code right} or {@code left}. */
    public String handedness() {
        return handedness;
    }

    /** Where the first axis points. */
    public AxisDirection x() {
        return x;
    }

    public AxisDirection y() {
        return y;
    }

    public AxisDirection z() {
        return z;
    }

    public Unit unit() {
        return unit;
    }

    /** The same joint in these coordinates. */
    Keypoint3D convert(Keypoint3D joint) {
        return new Keypoint3D(along(x, joint), along(y, joint), along(z, joint), joint.confidence());
    }

    private float along(AxisDirection axis, Keypoint3D joint) {
        return unit.perMetre * axis.of(joint.x(), joint.y(), joint.z());
    }
}
