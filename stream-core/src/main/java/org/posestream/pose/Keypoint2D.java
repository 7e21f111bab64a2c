package org.posestream.pose;

/** A joint in the image: x and y in image pixels, confidence in 0..1. */
public record Keypoint2D(float x, float y, float confidence) {
}
