package org.posestream.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SurfaceNetTest {

    private final SurfaceNet net = new SurfaceNet((x, y, z) -> Math.sqrt(x * x + y * y + z * z) - 0.3,
            new Vec3(-0.42, -0.42, -0.42), new Vec3(0.42, 0.42, 0.42), 0.03);

    @Test
    void shouldLieOnTheSurface() {
        for (int v = 0; v < net.vertexCount; v++) {
            Vec3 p = new Vec3(net.vertices[3 * v], net.vertices[3 * v + 1], net.vertices[3 * v + 2]);
            assertEquals(0.3, p.length(), 0.004);
        }
    }

    @Test
    void shouldCloseTheSurfaceAndFaceOutwards() {
        Map<Long, Integer> edges = new HashMap<>();
        double volume = 0;
        for (int t = 0; t < net.triangleCount; t++) {
            Vec3[] p = new Vec3[3];
            for (int i = 0; i < 3; i++) {
                int from = net.triangles[3 * t + i];
                int to = net.triangles[3 * t + (i + 1) % 3];
                edges.merge(Math.min(from, to) * 1_000_000L + Math.max(from, to), from < to ? 1 : -1, Integer::sum);
                p[i] = new Vec3(net.vertices[3 * from], net.vertices[3 * from + 1], net.vertices[3 * from + 2]);
            }
            volume += p[0].dot(p[1].cross(p[2])) / 6;
        }
        assertEquals(0, edges.values().stream().filter(v -> v != 0).count(), "edges without a counterpart");
        assertEquals(2, net.vertexCount - edges.size() + net.triangleCount, "Euler's number of a sphere");
        assertEquals(4.0 / 3 * Math.PI * 0.027, volume, 0.002);
    }
}
