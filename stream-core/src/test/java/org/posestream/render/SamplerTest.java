package org.posestream.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What {@link PoseSampler} and {@link CameraSampler} promise, over many draws. */
class SamplerTest {

    private static final int DRAWS = 40;
    private static final int[] FORMAT = {320, 240};

    private final BodyMesh body = new BodyMesh(BodyShape.random(new SplittableRandom(3)), 4);
    private final SplittableRandom random = new SplittableRandom(9);

    @Test
    void shouldPutEveryPoseOnTheFloorAboveTheOrigin() {
        for (int i = 0; i < DRAWS; i++) {
            body.pose(draw());
            double lowest = Double.MAX_VALUE;
            for (int y = 1; y < body.mesh().positions().length; y += 3) {
                lowest = Math.min(lowest, body.mesh().positions()[y]);
            }
            assertEquals(0, lowest, 1e-5);
        }
    }

    @Test
    void shouldTurnPeopleAnyWayAndKeepTheHeadOnTheNeck() {
        boolean[] quarters = new boolean[4];
        RestSkeleton rest = body.rest();
        double neck = rest.length(BodyBone.NECK, BodyBone.HEAD);
        for (int i = 0; i < DRAWS; i++) {
            BodyPose pose = draw();
            Vec3 facing = pose.rotations().get(BodyBone.CHEST).z();
            quarters[(facing.x() > 0 ? 1 : 0) + (facing.z() > 0 ? 2 : 0)] = true;
            assertEquals(neck, pose.origins().get(BodyBone.HEAD).minus(pose.origins().get(BodyBone.NECK)).length(),
                    1e-9);
            double look = pose.rotations().get(BodyBone.HEAD).z().dot(facing);
            assertTrue(look > Math.cos(Math.toRadians(100)), "the head must not look backwards");
        }
        assertTrue(quarters[0] && quarters[1] && quarters[2] && quarters[3]);
    }

    @Test
    void shouldSeeThePersonFromInsideTheRoom() {
        for (int i = 0; i < DRAWS; i++) {
            CameraSampler cameras = new CameraSampler(random, true, FORMAT);
            BodyPose pose = draw().moved(cameras.place());
            body.pose(pose);
            PinholeCamera camera = cameras.towards(body.mesh());
            if (camera != null) {
                Vec3 position = camera.position();
                assertTrue(CameraSampler.inside(position, 0) && position.y() > 0 && position.y() < 2.75);
                assertTrue(Arrays.stream(pose.coco17()).map(camera::toCamera).filter(p -> p.z() > 0)
                        .map(camera::project).anyMatch(SamplerTest::inside), "no joint is in the picture");
            }
        }
    }

    private static boolean inside(Vec3 pixel) {
        return pixel.x() >= 0 && pixel.x() < FORMAT[0] && pixel.y() >= 0 && pixel.y() < FORMAT[1];
    }

    private BodyPose draw() {
        return PoseSampler.pose(body, new MocapClip("test/standing", new Vec3[][] {TestPoses.resting(body).h36m17()}),
                random);
    }
}
