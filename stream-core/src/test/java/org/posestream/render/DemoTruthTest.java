package org.posestream.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.posestream.pose.SkeletonTopology;

/** What is committed beside the demo clip must agree with itself. */
class DemoTruthTest {

    private final JsonNode truth = read();

    @Test
    void shouldProjectItsJointsWhereItSays() {
        JsonNode camera = truth.get("intrinsics");
        for (JsonNode frame : truth.get("frames")) {
            JsonNode person = frame.get("people").get(0);
            for (int k = 0; k < 17; k++) {
                Vec3 joint = point(person.get("joints3d").get(k));
                JsonNode pixel = person.get("projected3d").get(k);
                double x = camera.get("fx").asDouble() * joint.x() / joint.z() + camera.get("cx").asDouble();
                double y = camera.get("fy").asDouble() * joint.y() / joint.z() + camera.get("cy").asDouble();
                assertEquals(x, pixel.get(0).asDouble(), 0.1);
                assertEquals(y, pixel.get(1).asDouble(), 0.1);
                assertTrue(x > 0 && y > 0 && x < 1280 && y < 720, "the person stays in the picture");
            }
        }
    }

    @Test
    void shouldKeepItsLimbsTheSameLength() {
        int[] ends = {2, 3, 5, 6, 12, 13, 15, 16};
        JsonNode first = truth.get("frames").get(0).get("people").get(0).get("joints3d");
        for (JsonNode frame : truth.get("frames")) {
            JsonNode joints = frame.get("people").get(0).get("joints3d");
            for (int end : ends) {
                assertEquals(length(first, end), length(joints, end), 0.0003);
            }
        }
    }

    @Test
    void shouldHaveTwelveSecondsWithTheCameraAsARotation() {
        assertEquals(360, truth.get("frames").size());
        for (JsonNode frame : truth.get("frames")) {
            JsonNode m = frame.get("cameraFromWorld");
            Vec3 x = new Vec3(m.get(0).asDouble(), m.get(1).asDouble(), m.get(2).asDouble());
            Vec3 y = new Vec3(m.get(3).asDouble(), m.get(4).asDouble(), m.get(5).asDouble());
            Vec3 z = new Vec3(m.get(6).asDouble(), m.get(7).asDouble(), m.get(8).asDouble());
            assertEquals(0, x.cross(y).minus(z).length(), 1e-5);
        }
    }

    private static double length(JsonNode joints, int end) {
        int parent = SkeletonTopology.H36M_17.joint(end).parent();
        return point(joints.get(end)).minus(point(joints.get(parent))).length();
    }

    private static Vec3 point(JsonNode xyz) {
        return new Vec3(xyz.get(0).asDouble(), xyz.get(1).asDouble(), xyz.get(2).asDouble());
    }

    private static JsonNode read() {
        try (InputStream in = DemoTruthTest.class.getResourceAsStream("/org/posestream/models/demo.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
