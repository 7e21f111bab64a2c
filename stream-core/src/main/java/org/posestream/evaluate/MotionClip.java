package org.posestream.evaluate;

import static java.util.Objects.requireNonNull;

import org.posestream.pose.SkeletonTopology;

/**
 * A motion of one person.
 *
 * @param name its name, the source first: {@code SOURCE/...}
 * @param joints F x Human3.6M-17 x (x, y, z), metres, y up, 30 frames/s
 */
record MotionClip(String name, float[] joints) {

    static final int JOINTS = SkeletonTopology.H36M_17.jointCount();
    private static final int VALUES = 3 * JOINTS;

    MotionClip {
        requireNonNull(name, "name is null");
        if (joints.length == 0 || joints.length % VALUES != 0) {
            throw new IllegalArgumentException("joints must be frames of " + VALUES + " values, but are "
                    + joints.length + " values");
        }
    }

    /** F. */
    int frames() {
        return joints.length / VALUES;
    }

    /** The part of the name before the first slash. */
    String source() {
        int slash = name.indexOf('/');
        return slash < 0 ? name : name.substring(0, slash);
    }

    float value(int frame, int joint, int axis) {
        return joints[frame * VALUES + joint * 3 + axis];
    }
}
