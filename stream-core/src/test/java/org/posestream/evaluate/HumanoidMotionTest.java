package org.posestream.evaluate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posestream.SharedMaterial;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.Keypoint3D;
import org.posestream.pose.PersonPose;
import org.posestream.pose.SkeletonTopology;
import org.posestream.rig.BodyPoints;
import org.posestream.rig.HumanoidBone;
import org.posestream.rig.HumanoidPose;
import org.posestream.rig.HumanoidSolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rotations of people who really move: the bundled clip's truth, and motion capture where it is at hand. */
class HumanoidMotionTest {

    private static final Logger log = LoggerFactory.getLogger(HumanoidMotionTest.class);
    private static final long FRAME = 33_333_333;
    private static final int NOSE = SkeletonTopology.H36M_17.indexOf("neck");

    @Test
    void shouldTurnSteadilyOverTheBundledClip() throws IOException {
        ClipTruth clip;
        try (InputStream in = HumanoidMotionTest.class.getResourceAsStream("/org/posestream/models/demo.json")) {
            clip = ClipTruth.read(in, "demo.json");
        }
        Steps steps = new Steps();
        HumanoidSolver solver = new HumanoidSolver();
        for (int f = 0; f < clip.frames().size(); f++) {
            List<Keypoint3D> joints = new ArrayList<>();
            for (double[] p : clip.frames().get(f).get(0).joints3d()) {
                joints.add(new Keypoint3D((float) p[0], (float) p[1], (float) p[2], 1));
            }
            steps.add(solver.solve(BodyPoints.of(person(joints)), f * FRAME));
        }
        log.info("bundled clip: {}", steps);
        assertTrue(steps.leastDot >= 0 && steps.mostDegrees < 40, steps::toString);
    }

    /** The archive has knees and whole bodies that change sides within a frame, hence the few that are let pass. */
    @Test
    void shouldTurnSteadilyOverMotionCapture() throws IOException {
        Steps steps = new Steps();
        for (MotionClip clip : MotionFile.read(SharedMaterial.file("data/mocap/motion_17j_30fps.npz"), DataSplit.ALL)) {
            HumanoidSolver solver = new HumanoidSolver();
            steps.last = null;
            for (int f = 0; f < clip.frames(); f++) {
                steps.add(solver.solve(BodyPoints.of(person(joints(clip, f))), f * FRAME));
            }
        }
        log.info("motion capture: {}", steps);
        double wildShare = (double) steps.wild / (steps.frames * Steps.MEASURED_BONES);
        assertTrue(steps.leastDot >= 0 && wildShare < 6e-4, steps::toString);
    }

    private static List<Keypoint3D> joints(MotionClip clip, int frame) {
        List<Keypoint3D> joints = new ArrayList<>();
        for (int k = 0; k < MotionClip.JOINTS; k++) {
            // The file's y is up; a camera in front sees y down, and z away is towards the back. It knows no nose.
            joints.add(new Keypoint3D(clip.value(frame, k, 0), -clip.value(frame, k, 1), -clip.value(frame, k, 2),
                    k == NOSE ? 0 : 1));
        }
        return joints;
    }

    private static PersonPose person(List<Keypoint3D> joints) {
        return new PersonPose(1, 1, new BoundingBox(0, 0, 1, 1), SkeletonTopology.COCO_17, List.of(),
                SkeletonTopology.H36M_17, joints);
    }

    /** How far bones turn from frame to frame. */
    private static final class Steps {

        private static final double WILD_DEGREES = 45;
        /** Hips, spine, chest, neck, collar bones, arms and legs without hands and feet. */
        private static final int MEASURED_BONES = 14;

        private HumanoidPose last;
        private int frames;
        private double leastDot = 1;
        private double mostDegrees;
        private String where = "";
        private int wild;

        void add(HumanoidPose pose) {
            for (HumanoidBone bone : HumanoidBone.all()) {
                double dot = last == null ? 1 : last.rotation(bone).dot(pose.rotation(bone));
                double degrees = Math.toDegrees(2 * Math.acos(Math.min(1, Math.abs(dot))));
                leastDot = Math.min(leastDot, dot);
                wild += degrees > WILD_DEGREES ? 1 : 0;
                if (degrees > mostDegrees) {
                    mostDegrees = degrees;
                    where = bone + " in frame " + frames;
                }
            }
            last = pose;
            frames++;
        }

        @Override
        public String toString() {
            return "%.1f degrees from frame to frame at most (%s), %d over %.0f in %d frames; least dot %.3f"
                    .formatted(mostDegrees, where, wild, WILD_DEGREES, frames, leastDot);
        }
    }
}
