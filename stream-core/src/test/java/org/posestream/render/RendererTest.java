package org.posestream.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.posestream.pose.SkeletonTopology;

class RendererTest {

    private static final PinholeCamera CAMERA =
            PinholeCamera.lookingAt(320, 180, 270, new Vec3(0.6, 1.4, 3.9), new Vec3(0, 0.95, 0));

    private final Scene scene =
            new Scene(Room.random(new SplittableRandom(1)), Lighting.indoor());
    private final Renderer renderer = new Renderer(CAMERA);
    private final BodyMesh body = new BodyMesh(BodyShape.random(new SplittableRandom(8)), 2.5);

    @Test
    void shouldRenderAPersonAroundItsJoints() {
        BodyPose pose = standing(new Vec3(0.2, 0, 0.1));
        scene.add(body, pose);
        renderer.render(scene, CAMERA);
        Vec3[] joints = pose.coco17();
        for (int k = 0; k < joints.length; k++) {
            String name = SkeletonTopology.COCO_17.joint(k).name();
            Vec3 pixel = CAMERA.project(CAMERA.toCamera(joints[k]));
            assertTrue(renderer.personAt(pixel.x(), pixel.y()), name + " lies outside the silhouette");
            double before = pixel.z() - renderer.depthAt(pixel.x(), pixel.y());
            assertTrue(before > -0.03 && before < 0.2, name + " lies " + before + " m behind the surface");
        }
        assertEquals(covered() / 57_600.0, 0.057, 0.02, "share of the picture that the person takes");
    }

    @Test
    void shouldThrowAShadowAndLeaveTheRestAlone() {
        float[] empty = renderer.render(scene, CAMERA).pixels().clone();
        scene.add(body, standing(Vec3.ZERO));
        float[] peopled = renderer.render(scene, CAMERA).pixels();
        int darker = 0;
        for (int i = 0; i < 320 * 180; i++) {
            boolean person = renderer.personAt(i % 320, i / 320);
            darker += !person && peopled[3 * i + 1] < 0.8f * empty[3 * i + 1] ? 1 : 0;
            assertTrue(person || peopled[3 * i + 1] <= empty[3 * i + 1] + 0.3f);
        }
        assertTrue(darker > 300 && darker < 4000, darker + " darker pixels");
    }

    @Test
    void shouldSayWhichJointsAreHidden() {
        BodyPose front = standing(new Vec3(0, 0, 1));
        BodyPose behind = standing(new Vec3(0, 0, -1));
        scene.add(body, front);
        scene.add(new BodyMesh(BodyShape.random(new SplittableRandom(8)), 2.5), behind);
        PinholeCamera straight =
                PinholeCamera.lookingAt(320, 180, 270, new Vec3(0, 1, 4), new Vec3(0, 1, 0));
        Renderer two = new Renderer(straight);
        two.render(scene, straight);
        TruthWriter truth = new TruthWriter(straight, "two.mp4");
        truth.add(straight, scene.poses(), two);
        String[] visible = truth.json().split("\"visible2d\":\\[");
        assertFalse(visible[1].substring(0, 33).contains("0"), "nothing hides the person in front");
        assertEquals("0", visible[2].substring(22, 23), "the left hip of the one behind is hidden");
    }

    private int covered() {
        int count = 0;
        for (int i = 0; i < 320 * 180; i++) {
            count += renderer.personAt(i % 320, i / 320) ? 1 : 0;
        }
        return count;
    }

    private BodyPose standing(Vec3 at) {
        Map<BodyBone, Rotation> rotations = new EnumMap<>(BodyBone.class);
        Map<BodyBone, Vec3> origins = new EnumMap<>(BodyBone.class);
        for (BodyBone bone : List.of(BodyBone.values())) {
            rotations.put(bone, Rotation.IDENTITY);
            origins.put(bone, body.rest().origin(bone).plus(at));
        }
        return new BodyPose(body.rest(), rotations, origins);
    }
}
