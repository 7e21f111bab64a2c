package org.posestream.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PinholeCameraTest {

    private static final double EXACT = 1e-9;

    @Test
    void shouldProjectByHand() {
        // 4 m in front of the origin, 1 m up, looking straight back at it along -z.
        PinholeCamera camera = PinholeCamera.lookingAt(640, 480, 500, new Vec3(0, 1, 4), new Vec3(0, 1, 0));
        Vec3 inCamera = camera.toCamera(new Vec3(0.4, 1.8, -1));
        assertEquals(0.4, inCamera.x(), EXACT, "the world's x is to the right");
        assertEquals(-0.8, inCamera.y(), EXACT, "up is negative");
        assertEquals(5, inCamera.z(), EXACT, "away is positive");
        Vec3 pixel = camera.project(inCamera);
        assertEquals(319.5 + 500 * 0.4 / 5, pixel.x(), EXACT);
        assertEquals(239.5 - 500 * 0.8 / 5, pixel.y(), EXACT);
    }

    @Test
    void shouldLookAtItsTargetWithALevelHorizon() {
        Vec3 target = new Vec3(-0.5, 0.9, 0.2);
        PinholeCamera camera = PinholeCamera.lookingAt(1280, 720, 1100, new Vec3(2, 1.6, 3), target);
        Vec3 pixel = camera.project(camera.toCamera(target));
        assertEquals(camera.centreX(), pixel.x(), EXACT);
        assertEquals(camera.centreY(), pixel.y(), EXACT);
        assertEquals(0, camera.axes().x().y(), EXACT, "the x axis is level");
        assertEquals(1, camera.axes().x().cross(camera.axes().y()).dot(camera.axes().z()), EXACT, "right-handed");
    }

    @Test
    void shouldUndoItsProjection() {
        PinholeCamera camera = PinholeCamera.lookingAt(320, 200, 210, new Vec3(1, 2, 3), Vec3.ZERO);
        Vec3 world = new Vec3(0.3, -0.2, 0.7);
        Vec3 pixel = camera.project(camera.toCamera(world));
        Vec3 back = camera.unproject(pixel.x(), pixel.y(), pixel.z());
        assertEquals(0, back.minus(world).length(), EXACT);
    }

    @Test
    void shouldPutAPixelBetweenItsSamples() {
        PinholeCamera camera = PinholeCamera.lookingAt(320, 200, 210, new Vec3(1, 2, 3), Vec3.ZERO);
        Vec3 point = camera.toCamera(new Vec3(0.3, -0.2, 0.7));
        Vec3 pixel = camera.project(point);
        Vec3 sample = camera.supersampled(2).project(point);
        assertEquals(2 * pixel.x() + 0.5, sample.x(), EXACT);
        assertEquals(2 * pixel.y() + 0.5, sample.y(), EXACT);
    }
}
