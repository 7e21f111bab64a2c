package org.posestream.rig;

/** A point of the body that a joint, or the middle of several, can tell. Left and right are the person's own. */
public enum BodyPoint {
    /** Between the hip joints. */
    HIPS,
    LEFT_HIP, RIGHT_HIP, LEFT_KNEE, RIGHT_KNEE, LEFT_ANKLE, RIGHT_ANKLE,
    LEFT_HEEL, RIGHT_HEEL, LEFT_TOE, RIGHT_TOE,
    /** Half-way from the hips to the thorax. */
    SPINE,
    /** Between the shoulders. */
    THORAX,
    /** Between the ears. */
    HEAD,
    NOSE, LEFT_EAR, RIGHT_EAR,
    LEFT_SHOULDER, RIGHT_SHOULDER, LEFT_ELBOW, RIGHT_ELBOW, LEFT_WRIST, RIGHT_WRIST,
    /** The knuckle of the index finger. */
    LEFT_INDEX, RIGHT_INDEX,
    /** The knuckle of the little finger. */
    LEFT_LITTLE, RIGHT_LITTLE
}
