package org.posestream.render;

/** The rigid parts that carry the skin; left and right are the person's own. */
public enum BodyBone {
    PELVIS, CHEST, NECK, HEAD,
    LEFT_UPPER_ARM, LEFT_FOREARM, LEFT_HAND, RIGHT_UPPER_ARM, RIGHT_FOREARM, RIGHT_HAND,
    LEFT_THIGH, LEFT_SHIN, LEFT_FOOT, RIGHT_THIGH, RIGHT_SHIN, RIGHT_FOOT;

    private static final BodyBone[] PARENTS = {null, PELVIS, CHEST, NECK,
        CHEST, LEFT_UPPER_ARM, LEFT_FOREARM, CHEST, RIGHT_UPPER_ARM, RIGHT_FOREARM,
        PELVIS, LEFT_THIGH, LEFT_SHIN, PELVIS, RIGHT_THIGH, RIGHT_SHIN};

    /** The bone this one hangs on; null for the pelvis. */
    public BodyBone parent() {
        return PARENTS[ordinal()];
    }

    /** The same bone of the other side; itself in the middle. */
    public BodyBone mirrored() {
        String name = name();
        if (name.startsWith("LEFT_")) {
            return valueOf("RIGHT_" + name.substring(5));
        }
        return name.startsWith("RIGHT_") ? valueOf("LEFT_" + name.substring(6)) : this;
    }

    /** Whether skin of this bone may also follow the other: its parent, its children, and thigh with thigh. */
    boolean blendsWith(BodyBone other) {
        boolean thighs = this != other && this == other.mirrored() && (this == LEFT_THIGH || this == RIGHT_THIGH);
        return this == other || parent() == other || other.parent() == this || thighs;
    }
}
