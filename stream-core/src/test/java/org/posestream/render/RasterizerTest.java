package org.posestream.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RasterizerTest {

    /** Looks along +z; focal length 1, so that at depth 1 a metre is a pixel and (0, 0) is the image's middle. */
    private static final PinholeCamera CAMERA =
            new PinholeCamera(9, 7, 1, Vec3.ZERO, new Rotation(Vec3.X, Vec3.Y, Vec3.Z));

    @Test
    void shouldCoverTheSamplesOfATriangle() {
        Rasterizer raster = new Rasterizer(9, 7);
        // Corners in image pixels: (1, 1), (6, 1), (1, 6). The hypotenuse is a right edge: its samples stay out.
        raster.draw(mesh(1, 1, 1, 6, 1, 1, 1, 6, 1), CAMERA);
        assertEquals("""
                .........
                .#####...
                .####....
                .###.....
                .##......
                .#.......
                .........
                """, picture(raster));
    }

    @Test
    void shouldGiveEachSampleOfASharedEdgeToOneTriangle() {
        Rasterizer one = new Rasterizer(9, 7);
        one.draw(mesh(1, 1, 1, 7, 1, 1, 1, 5, 1), CAMERA);
        Rasterizer other = new Rasterizer(9, 7);
        other.draw(mesh(7, 1, 1, 7, 5, 1, 1, 5, 1), CAMERA);
        int covered = 0;
        for (int i = 0; i < one.owner.length; i++) {
            int count = (one.owner[i] >= 0 ? 1 : 0) + (other.owner[i] >= 0 ? 1 : 0);
            assertEquals(true, count < 2, "sample " + i);
            covered += count;
        }
        assertEquals(6 * 4, covered, "the square from (1, 1) to (7, 5), without its right and lower edge");
    }

    @Test
    void shouldKeepTheNearest() {
        Rasterizer raster = new Rasterizer(9, 7);
        raster.draw(mesh(0, 0, 2, 8, 0, 2, 0, 6, 2), CAMERA);
        raster.draw(mesh(0, 0, 1, 4, 0, 1, 0, 3, 1), CAMERA);
        raster.draw(mesh(0, 0, 3, 8, 0, 3, 0, 6, 3), CAMERA);
        assertEquals(1.0f, raster.inverseDepth[0]);
        assertEquals(1, raster.owner[0] >> 20);
        assertEquals(0.5f, raster.inverseDepth[6], 1e-6f);
        assertEquals(0, raster.owner[6] >> 20);
    }

    @Test
    void shouldInterpolateDepthInPerspective() {
        Rasterizer raster = new Rasterizer(9, 7);
        raster.draw(mesh(0, 0, 1, 8, 0, 4, 0, 6, 1), CAMERA);
        // Half way between depths 1 and 4 the inverse depth is the mean of 1 and 1/4.
        assertEquals(0.625f, raster.inverseDepth[4], 1e-6f);
    }

    @Test
    void shouldLeaveOutWhatReachesBehindTheCamera() {
        Rasterizer raster = new Rasterizer(9, 7);
        raster.draw(mesh(1, 1, 1, 6, 1, 1, 1, 6, -1), CAMERA);
        assertEquals(-1, Arrays.stream(raster.owner).max().orElseThrow());
    }

    /** A triangle whose corners are seen at (x, y) in depth z. */
    private static Mesh mesh(double... corners) {
        float[] positions = new float[9];
        for (int v = 0; v < 3; v++) {
            double z = corners[3 * v + 2];
            positions[3 * v] = (float) ((corners[3 * v] - CAMERA.centreX()) * z);
            positions[3 * v + 1] = (float) ((corners[3 * v + 1] - CAMERA.centreY()) * z);
            positions[3 * v + 2] = (float) z;
        }
        return new Mesh(positions, new float[9], new float[0], 0, new int[] {0, 1, 2}, (a, s) -> { });
    }

    private static String picture(Rasterizer raster) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < raster.owner.length; i++) {
            out.append(raster.owner[i] == Rasterizer.NOTHING ? '.' : '#');
            out.append(i % raster.width == raster.width - 1 ? "\n" : "");
        }
        return out.toString();
    }
}
