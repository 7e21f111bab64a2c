package org.posestream.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.posestream.pose.SkeletonTopology;

class BodyPoserTest {

    private static final SkeletonTopology COCO = SkeletonTopology.COCO_17;

    private final RestSkeleton rest = new RestSkeleton(BodyShape.random(new SplittableRandom(3)));

    @Test
    void shouldGiveBackTheRestingBody() {
        Vec3[] joints = resting().h36m17();
        Vec3[] posed = pose(joints).coco17();
        for (int k = 5; k < COCO.jointCount(); k++) {
            // The pelvis-thorax line leans by a degree against the resting axes.
            assertEquals(0, posed[k].minus(resting().coco17()[k]).length(), 0.03, COCO.joint(k).name());
        }
    }

    @Test
    void shouldKeepBoneLengthsAndDirectionsWhateverTheClip() {
        Vec3[] joints = resting().h36m17();
        bend(joints, 1, 2, new Vec3(-0.1, -0.5, 0.8));
        bend(joints, 2, 3, new Vec3(0, -1, -0.4));
        bend(joints, 11, 12, new Vec3(0.3, 0.8, 0.3));
        bend(joints, 12, 13, new Vec3(-0.6, 0.5, 0.6));
        Vec3[] posed = pose(joints).coco17();
        assertBone(posed, "right_hip", "right_knee", rest.length(BodyBone.RIGHT_THIGH, BodyBone.RIGHT_SHIN),
                joints[2].minus(joints[1]));
        assertBone(posed, "right_knee", "right_ankle", rest.length(BodyBone.RIGHT_SHIN, BodyBone.RIGHT_FOOT),
                joints[3].minus(joints[2]));
        assertBone(posed, "left_shoulder", "left_elbow",
                rest.length(BodyBone.LEFT_UPPER_ARM, BodyBone.LEFT_FOREARM), joints[12].minus(joints[11]));
        assertBone(posed, "left_elbow", "left_wrist", rest.length(BodyBone.LEFT_FOREARM, BodyBone.LEFT_HAND),
                joints[13].minus(joints[12]));
    }

    @Test
    void shouldStandOnTheFloorHoweverHighTheClip() {
        Vec3[] joints = resting().h36m17();
        for (int k = 0; k < joints.length; k++) {
            joints[k] = joints[k].plus(new Vec3(0, 0.7, 0));
        }
        assertEquals(0, pose(joints).lowestSole(), 0.005);
    }

    @Test
    void shouldFaceForward() {
        Vec3[] coco = pose(resting().h36m17()).coco17();
        assertTrue(coco[COCO.indexOf("nose")].z() > coco[COCO.indexOf("left_ear")].z() + 0.08);
        assertTrue(coco[COCO.indexOf("left_eye")].x() > coco[COCO.indexOf("right_eye")].x() + 0.05);
    }

    private static void assertBone(Vec3[] posed, String from, String to, double metres, Vec3 direction) {
        Vec3 bone = posed[COCO.indexOf(to)].minus(posed[COCO.indexOf(from)]);
        assertEquals(metres, bone.length(), 1e-9, to);
        assertEquals(1, bone.unit().dot(direction.unit()), 1e-9, to);
    }

    /** Turns a bone and moves all that hangs on it. */
    private static void bend(Vec3[] joints, int from, int to, Vec3 direction) {
        Vec3 shift = joints[from].plus(direction.unit().times(0.4)).minus(joints[to]);
        IntStream.rangeClosed(to, to < 4 ? 3 : 13).forEach(k -> joints[k] = joints[k].plus(shift));
    }

    private BodyPose resting() {
        Map<BodyBone, Rotation> rotations = new EnumMap<>(BodyBone.class);
        Map<BodyBone, Vec3> origins = new EnumMap<>(BodyBone.class);
        for (BodyBone bone : BodyBone.values()) {
            rotations.put(bone, Rotation.IDENTITY);
            origins.put(bone, rest.origin(bone));
        }
        return new BodyPose(rest, rotations, origins);
    }

    private BodyPose pose(Vec3[] joints) {
        List<BodyPose> poses = new BodyPoser(rest).pose(new MocapClip("test/pose", new Vec3[][] {joints}));
        return poses.get(0);
    }
}
