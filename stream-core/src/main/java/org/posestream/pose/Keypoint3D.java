package org.posestream.pose;

/** A joint in space: metres from the root joint, camera axes (x right, y down, z away), confidence in 0..1. */
public record Keypoint3D(float x, float y, float z, float confidence) {
}
