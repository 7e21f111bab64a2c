package org.posestream.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posestream.SharedMaterial;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBatch;
import org.posestream.frame.PersonBuffer;
import org.posestream.frame.TestPictures;
import org.posestream.inference.InferenceOptions;
import org.posestream.inference.ModelException;
import org.posestream.inference.ModelStore;
import org.posestream.inference.OnnxModel;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Keypoint2D;
import org.posestream.pose.Keypoint3D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.SkeletonTopology;

/** Real 2D networks on a real picture of a squatting man, who turns his right side to the camera. */
class TopDownPoseEstimatorIT {

    /** Placed by eye on coral_squat.bmp, before any network had seen it. */
    private static final BoundingBox MAN = BoundingBox.ofCorners(106, 136, 366, 601);
    private static final Map<String, Keypoint2D> REFERENCE = reference();
    /** From the middle of the shoulders to the middle of the hips. */
    private static final double TORSO_PIXELS = 141;

    private static Map<String, Keypoint2D> reference() {
        Map<String, Keypoint2D> points = new LinkedHashMap<>();
        points.put("nose", at(292, 206));
        points.put("left_shoulder", at(285, 254));
        points.put("right_shoulder", at(205, 250));
        points.put("left_elbow", at(352, 309));
        points.put("right_elbow", at(265, 317));
        points.put("left_wrist", at(343, 258));
        points.put("right_wrist", at(322, 247));
        points.put("left_hip", at(215, 375));
        points.put("right_hip", at(150, 382));
        points.put("left_knee", at(294, 396));
        points.put("right_knee", at(207, 416));
        points.put("left_ankle", at(262, 507));
        points.put("right_ankle", at(168, 546));
        return points;
    }

    private static Keypoint2D at(float x, float y) {
        return new Keypoint2D(x, y, 1);
    }

    /** BlazePose has the far hip well inside the thigh when the crop is not turned along the body. */
    @ParameterizedTest
    @CsvSource({"movenet-lightning, 0.20, 0.10", "blazepose-landmark-lite, 0.35, 0.15"})
    void shouldFindTheJointsWhereTheyAre(String network, double mostOfTorso, double meanOfTorso) {
        try (PoseEstimator estimator = open(network)) {
            PersonPose man = estimate(estimator, man(), MAN);
            double sum = 0;
            for (Map.Entry<String, Keypoint2D> joint : REFERENCE.entrySet()) {
                double error = distance(joint.getValue(), joint2d(man, joint.getKey())) / TORSO_PIXELS;
                assertTrue(error < mostOfTorso, () -> joint.getKey() + " is off by " + error + " of the torso");
                assertTrue(joint2d(man, joint.getKey()).confidence() > 0.4, joint.getKey());
                sum += error;
            }
            assertTrue(sum / REFERENCE.size() < meanOfTorso, "mean " + sum / REFERENCE.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"movenet-lightning", "blazepose-landmark-lite"})
    void shouldFindTheSameJointsFromAnotherBoxAndInABatch(String network) {
        try (PoseEstimator estimator = open(network)) {
            FrameSlot slot = slot(estimator, man());
            slot.people().add(MAN.x(), MAN.y(), MAN.width(), MAN.height(), 1);
            slot.people().add(MAN.x() - 12, MAN.y() + 9, MAN.width() * 1.1f, MAN.height() * 1.1f, 1);
            PersonBatch batch = new PersonBatch(2);
            batch.add(slot, 1);
            batch.add(slot, 0);
            estimator.estimate(batch);
            PersonPose alone = estimate(estimator, man(), MAN);
            assertEquals(alone.joints2d(), slot.people().toPoses().get(0).joints2d());
            double sum = 0;
            for (String joint : REFERENCE.keySet()) {
                sum += distance(joint2d(alone, joint), joint2d(slot.people().toPoses().get(1), joint));
            }
            // The centre of the box moved by 32 px, 0.23 of the torso, and its size by a tenth.
            assertTrue(sum / REFERENCE.size() / TORSO_PIXELS < 0.08, "moved by " + sum / REFERENCE.size() + " px");
        }
    }

    @Test
    void shouldFindTheJointsBetterWhereTheyArePredictedByBlazePose() {
        try (PoseEstimator estimator = open("blazepose-landmark-lite")) {
            FrameSlot slot = slot(estimator, man());
            slot.people().add(MAN.x(), MAN.y(), MAN.width(), MAN.height(), 1);
            PersonBatch batch = new PersonBatch(1);
            batch.add(slot, 0);
            estimator.estimate(batch);
            double first = meanError(slot.people().toPoses().get(0));
            slot.people().predictJoints(0, slot.people().joints2d().clone(), 0, 0, 0);
            estimator.estimate(batch);
            double second = meanError(slot.people().toPoses().get(0));
            assertTrue(second < 0.10 && second < first, "mean " + first + ", then " + second);
            assertTrue(joint3d(slot.people().toPoses().get(0), "nose").x() > 0.1, "turned back to the camera's axes");
        }
    }

    private static double meanError(PersonPose man) {
        return REFERENCE.entrySet().stream().mapToDouble(joint ->
                distance(joint.getValue(), joint2d(man, joint.getKey())) / TORSO_PIXELS).average().orElseThrow();
    }

    @Test
    void shouldGiveMetricJointsInCameraAxesByBlazePose() {
        try (PoseEstimator estimator = open("blazepose-landmark-lite")) {
            assertEquals(SkeletonTopology.BLAZEPOSE_33, estimator.topology3d().orElseThrow());
            PersonPose man = estimate(estimator, man(), MAN);
            assertTrue(man.score() > 0.9, "presence " + man.score());
            assertTrue(joint3d(man, "nose").x() > 0.1, "he looks to the right");
            assertTrue(joint3d(man, "nose").y() < -0.3, "y points down");
            for (String joint : new String[] {"shoulder", "hip", "elbow", "knee", "ankle"}) {
                assertTrue(joint3d(man, "right_" + joint).z() < joint3d(man, "left_" + joint).z(),
                        "z points away; his right " + joint + " is the nearer");
            }
            assertEquals(0.40, length(man, "right_hip", "right_knee"), 0.12);
            assertEquals(0.40, length(man, "right_knee", "right_ankle"), 0.12);
            assertEquals(0.36, length(man, "left_shoulder", "right_shoulder"), 0.10);
        }
    }

    @Test
    void shouldTellAnEmptyCropByBlazePosesPresence() {
        FrameBuffer wall = TestPictures.constant(500, 610, ColorMatrix.BT601_FULL, 200, 128, 128);
        try (PoseEstimator estimator = open("blazepose-landmark-lite")) {
            float presence = estimate(estimator, wall, MAN).score();
            assertTrue(presence < 0.1, "presence " + presence);
        }
    }

    @Test
    void shouldRefuseANetworkThatFindsNoJoints() {
        SharedMaterial.file("models");  // or the test is skipped, which assertThrows would take for a wrong exception

        ModelException refusal = assertThrows(ModelException.class, () -> open("yolox-nano-416"));

        assertEquals("yolox-nano-416 finds no joints in pictures: its decoder is YOLOX; name a 2D network",
                refusal.getMessage());
    }

    private static PoseEstimator open(String network) {
        return new TopDownPoseEstimator(OnnxModel.open(
                ModelStore.open(SharedMaterial.file("models")).find(network), InferenceOptions.cpu(2)));
    }

    private static FrameBuffer man() {
        return TestPictures.read(SharedMaterial.file("media/coral_squat.bmp"), 0);
    }

    private static PersonPose estimate(PoseEstimator estimator, FrameBuffer frame, BoundingBox box) {
        FrameSlot slot = slot(estimator, frame);
        slot.people().add(box.x(), box.y(), box.width(), box.height(), 1);
        PersonBatch batch = new PersonBatch(1);
        batch.add(slot, 0);
        estimator.estimate(batch);
        return slot.people().toPoses().get(0);
    }

    private static FrameSlot slot(PoseEstimator estimator, FrameBuffer frame) {
        FrameSlot slot = new FrameSlot(new PersonBuffer(4, estimator.topology2d(),
                estimator.topology3d().orElse(SkeletonTopology.H36M_17)));
        slot.load("squat", 1, 0, 0, frame);
        return slot;
    }

    private static Keypoint2D joint2d(PersonPose person, String joint) {
        return person.joints2d().get(person.topology2d().indexOf(joint));
    }

    private static Keypoint3D joint3d(PersonPose person, String joint) {
        return person.joints3d().get(person.topology3d().indexOf(joint));
    }

    private static double distance(Keypoint2D a, Keypoint2D b) {
        return Math.hypot(a.x() - b.x(), a.y() - b.y());
    }

    private static double length(PersonPose person, String from, String to) {
        Keypoint3D a = joint3d(person, from);
        Keypoint3D b = joint3d(person, to);
        return Math.sqrt(Math.pow(a.x() - b.x(), 2) + Math.pow(a.y() - b.y(), 2) + Math.pow(a.z() - b.z(), 2));
    }
}
