package org.posestream.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.posestream.pose.SkeletonTopology;

class TrainingTruthTest {

    private static final int SIDE = 120;
    private static final int VISIBLE = 2;
    private static final int HIDDEN = 1;
    private static final int OUTSIDE = 0;

    private final BodyMesh body = new BodyMesh(BodyShape.random(new SplittableRandom(3)), 3);

    @Test
    void shouldHideTheFaceFromBehindAndKeepLeftLeft() {
        double[][] front = joints(truth(looking(new Vec3(0, 1, 4), new Vec3(0, 0.9, 0)), resting()));
        double[][] back = joints(truth(looking(new Vec3(0, 1, -4), new Vec3(0, 0.9, 0)), resting()));
        assertEquals(VISIBLE, front[joint("nose")][2]);
        assertEquals(HIDDEN, back[joint("nose")][2]);
        assertEquals(HIDDEN, back[joint("left_eye")][2]);
        for (String part : new String[] {"shoulder", "wrist", "hip", "knee", "ankle"}) {
            assertEquals(VISIBLE, front[joint("left_" + part)][2], part);
            assertEquals(VISIBLE, back[joint("right_" + part)][2], part);
            assertTrue(front[joint("left_" + part)][0] > front[joint("right_" + part)][0] + 3, part);
            assertTrue(back[joint("left_" + part)][0] < back[joint("right_" + part)][0] - 3, part);
        }
    }

    @Test
    void shouldHideTheFarSideInProfile() {
        double[][] fromLeft = joints(truth(looking(new Vec3(4, 1, 0), new Vec3(0, 0.9, 0)), resting()));
        for (String part : new String[] {"ear", "shoulder", "hip", "knee", "ankle"}) {
            // The resting arm hangs before the near hip.
            assertEquals(part.equals("hip") ? HIDDEN : VISIBLE, fromLeft[joint("left_" + part)][2], part);
            assertEquals(HIDDEN, fromLeft[joint("right_" + part)][2], part);
        }
    }

    @Test
    void shouldTellWhatLiesOutsideThePicture() {
        String truth = truth(looking(new Vec3(0, 1.4, 1.6), new Vec3(0, 1.4, 0)), resting());
        double[][] joints = joints(truth);
        assertEquals(OUTSIDE, joints[joint("left_ankle")][2]);
        assertEquals(VISIBLE, joints[joint("nose")][2]);
        double[] box = numbers(truth, "bbox");
        double[] full = numbers(truth, "full_bbox");
        assertEquals(SIDE, box[1] + box[3], 0.1);
        assertTrue(full[1] + full[3] > joints[joint("left_ankle")][1]);
    }

    @Test
    void shouldTellHowMuchSomebodyInFrontHides() {
        BodyMesh front = body.dressed(body.rest().shape.outfit());
        Scene scene = new Scene(Room.none(), Lighting.indoor());
        scene.add(body, resting());
        scene.add(front, resting().moved(new Vec3(0, 0, 0.6)));
        // From afar both look equally large.
        PinholeCamera camera = PinholeCamera.lookingAt(SIDE, SIDE, 1800, new Vec3(0, 0.9, 40), new Vec3(0, 0.9, 0));
        String[] people = line(camera, scene).split("\\{\"id\":");
        assertEquals(0, numbers(people[2], "visible_share")[0], 0.06);
        assertEquals(1, numbers(people[3], "visible_share")[0]);
        assertTrue(Arrays.stream(joints(people[2])).allMatch(joint -> joint[2] == HIDDEN));
    }

    private static PinholeCamera looking(Vec3 from, Vec3 to) {
        return PinholeCamera.lookingAt(SIDE, SIDE, 180, from, to);
    }

    private String truth(PinholeCamera camera, BodyPose pose) {
        Scene scene = new Scene(Room.none(), Lighting.indoor());
        scene.add(body, pose);
        return line(camera, scene);
    }

    private static String line(PinholeCamera camera, Scene scene) {
        Renderer renderer = new Renderer(camera);
        renderer.render(scene, camera);
        return new TrainingTruth(camera, renderer).line(7, "00007.jpg", scene);
    }

    private static int joint(String name) {
        return SkeletonTopology.COCO_17.indexOf(name);
    }

    private static double[][] joints(String truth) {
        double[] all = numbers(truth, "keypoints");
        double[][] joints = new double[all.length / 3][];
        Arrays.setAll(joints, k -> Arrays.copyOfRange(all, 3 * k, 3 * k + 3));
        return joints;
    }

    private static double[] numbers(String json, String key) {
        Matcher found = Pattern.compile("\"" + key + "\":\\[?([-0-9.,]*[0-9])").matcher(json);
        assertTrue(found.find(), key);
        return Arrays.stream(found.group(1).split(",")).mapToDouble(Double::parseDouble).toArray();
    }

    private BodyPose resting() {
        return TestPoses.resting(body);
    }
}
