package org.posestream.render;

import java.util.EnumMap;
import java.util.Map;

/** Poses that tests share. */
final class TestPoses {

    private TestPoses() {
    }

    /** The body as it was made, arms half out. */
    static BodyPose resting(BodyMesh body) {
        Map<BodyBone, Rotation> rotations = new EnumMap<>(BodyBone.class);
        Map<BodyBone, Vec3> origins = new EnumMap<>(BodyBone.class);
        for (BodyBone bone : BodyBone.values()) {
            rotations.put(bone, Rotation.IDENTITY);
            origins.put(bone, body.rest().origin(bone));
        }
        return new BodyPose(body.rest(), rotations, origins);
    }
}
