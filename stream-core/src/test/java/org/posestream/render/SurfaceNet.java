package org.posestream.render;

import java.util.Arrays;

/**
 * Polygonises a distance field over a box by naive surface nets (Gibson 1998): one vertex in each cell the surface
 * passes through, one quadrilateral across each grid edge that it cuts.
 */
final class SurfaceNet {

    /** A field of signed distances in metres, negative inside. */
    interface Field {
        double at(double x, double y, double z);
    }

    private static final int BLOCK = 4;

    private final Field field;
    private final Vec3 low;
    private final double cell;
    private final int nx;
    private final int ny;
    private final int nz;
    private final float[] samples;
    private final int[] vertexOf;
    double[] vertices = new double[3 * 1024];
    int[] triangles = new int[3 * 2048];
    int vertexCount;
    int triangleCount;

    SurfaceNet(Field field, Vec3 low, Vec3 high, double cell) {
        this.field = field;
        this.low = low;
        this.cell = cell;
        nx = size(high.x() - low.x());
        ny = size(high.y() - low.y());
        nz = size(high.z() - low.z());
        samples = new float[nx * ny * nz];
        vertexOf = new int[nx * ny * nz];
        Arrays.fill(vertexOf, -1);
        sample();
        placeVertices();
        joinVertices();
    }

    private int size(double metres) {
        return (int) Math.ceil(metres / cell / BLOCK) * BLOCK;
    }

    /** Samples block by block; a block whose centre is farther from the surface than its corners is filled at once. */
    private void sample() {
        double reach = cell * BLOCK * 0.87 + 0.012;
        for (int z = 0; z < nz; z += BLOCK) {
            for (int y = 0; y < ny; y += BLOCK) {
                for (int x = 0; x < nx; x += BLOCK) {
                    double half = BLOCK / 2.0;
                    double centre = value(x + half, y + half, z + half);
                    fillBlock(x, y, z, Math.abs(centre) > reach * 1.6 ? (float) centre : Float.NaN);
                }
            }
        }
    }

    private void fillBlock(int x0, int y0, int z0, float uniform) {
        for (int z = z0; z < z0 + BLOCK; z++) {
            for (int y = y0; y < y0 + BLOCK; y++) {
                for (int x = x0; x < x0 + BLOCK; x++) {
                    samples[index(x, y, z)] = Float.isNaN(uniform) ? (float) value(x, y, z) : uniform;
                }
            }
        }
    }

    private double value(double x, double y, double z) {
        return field.at(low.x() + x * cell, low.y() + y * cell, low.z() + z * cell);
    }

    private int index(int x, int y, int z) {
        return (z * ny + y) * nx + x;
    }

    private void placeVertices() {
        double[] point = new double[4];
        for (int z = 0; z < nz - 1; z++) {
            for (int y = 0; y < ny - 1; y++) {
                for (int x = 0; x < nx - 1; x++) {
                    Arrays.fill(point, 0);
                    crossings(x, y, z, point);
                    if (point[3] > 0) {
                        vertexOf[index(x, y, z)] = vertexCount;
                        addVertex(x + point[0] / point[3], y + point[1] / point[3], z + point[2] / point[3]);
                    }
                }
            }
        }
    }

    /** Sums where the surface cuts the twelve edges of a cell; the fourth value counts them. */
    private void crossings(int x, int y, int z, double[] sum) {
        for (int corner = 0; corner < 8; corner++) {
            int cx = corner & 1;
            int cy = corner >> 1 & 1;
            int cz = corner >> 2;
            float here = samples[index(x + cx, y + cy, z + cz)];
            for (int axis = 0; axis < 3; axis++) {
                if ((corner >> axis & 1) == 1) {
                    continue;
                }
                int ex = axis == 0 ? 1 : cx;
                int ey = axis == 1 ? 1 : cy;
                int ez = axis == 2 ? 1 : cz;
                float there = samples[index(x + ex, y + ey, z + ez)];
                if (here < 0 != there < 0) {
                    double t = here / (here - there);
                    sum[0] += cx + t * (ex - cx);
                    sum[1] += cy + t * (ey - cy);
                    sum[2] += cz + t * (ez - cz);
                    sum[3]++;
                }
            }
        }
    }

    private void addVertex(double x, double y, double z) {
        if (3 * vertexCount == vertices.length) {
            vertices = Arrays.copyOf(vertices, 2 * vertices.length);
        }
        vertices[3 * vertexCount] = low.x() + x * cell;
        vertices[3 * vertexCount + 1] = low.y() + y * cell;
        vertices[3 * vertexCount + 2] = low.z() + z * cell;
        vertexCount++;
    }

    private void joinVertices() {
        for (int z = 1; z < nz - 1; z++) {
            for (int y = 1; y < ny - 1; y++) {
                for (int x = 1; x < nx - 1; x++) {
                    boolean inside = samples[index(x, y, z)] < 0;
                    joinAcross(x, y, z, 0, inside);
                    joinAcross(x, y, z, 1, inside);
                    joinAcross(x, y, z, 2, inside);
                }
            }
        }
    }

    private void joinAcross(int x, int y, int z, int axis, boolean inside) {
        int[] steps = {1, nx, nx * ny};
        int here = index(x, y, z);
        if (inside == samples[here + steps[axis]] < 0) {
            return;
        }
        int u = steps[(axis + 1) % 3];
        int v = steps[(axis + 2) % 3];
        int a = vertexOf[here - u - v];
        int b = vertexOf[here - v];
        int c = vertexOf[here];
        int d = vertexOf[here - u];
        addTriangle(a, inside ? b : d, c);
        addTriangle(a, c, inside ? d : b);
    }

    private void addTriangle(int a, int b, int c) {
        if (a < 0 || b < 0 || c < 0) {
            return;
        }
        if (3 * triangleCount == triangles.length) {
            triangles = Arrays.copyOf(triangles, 2 * triangles.length);
        }
        triangles[3 * triangleCount] = a;
        triangles[3 * triangleCount + 1] = b;
        triangles[3 * triangleCount + 2] = c;
        triangleCount++;
    }
}
