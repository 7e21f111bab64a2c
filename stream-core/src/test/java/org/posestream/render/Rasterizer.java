package org.posestream.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the nearest triangle at each sample of a picture (a visibility buffer): depth and the triangle's number;
 * shading comes later and only for what is seen. A sample on an edge belongs to the triangle whose top or left edge
 * it is, so that neighbours never share one. Triangles that reach behind the near plane are left out.
 */
final class Rasterizer {

    /** A mesh as the camera sees it: image position and 1/z a vertex. */
    record Projected(Mesh mesh, float[] x, float[] y, float[] inverseZ) {
    }

    static final int NOTHING = -1;
    private static final int TRIANGLE_BITS = 20;
    private static final float NEAR_METRES = 0.05f;

    final int width;
    final int height;
    /** 1/z at each sample; 0 where nothing is. */
    final float[] inverseDepth;
    /** Mesh and triangle at each sample, or {@link #NOTHING}. */
    final int[] owner;
    private final List<Projected> meshes = new ArrayList<>();

    Rasterizer(int width, int height) {
        this.width = width;
        this.height = height;
        inverseDepth = new float[width * height];
        owner = new int[width * height];
        clear();
    }

    void clear() {
        Arrays.fill(inverseDepth, 0);
        Arrays.fill(owner, NOTHING);
        meshes.clear();
    }

    Projected meshOf(int ownerValue) {
        return meshes.get(ownerValue >>> TRIANGLE_BITS);
    }

    static int triangleOf(int ownerValue) {
        return ownerValue & (1 << TRIANGLE_BITS) - 1;
    }

    void draw(Mesh mesh, PinholeCamera camera) {
        Projected projected = project(mesh, camera);
        int id = meshes.size() << TRIANGLE_BITS;
        meshes.add(projected);
        int[] t = mesh.triangles();
        for (int i = 0; i < t.length; i += 3) {
            fill(projected, t[i], t[i + 1], t[i + 2], id | i / 3);
        }
    }

    private static Projected project(Mesh mesh, PinholeCamera camera) {
        int count = mesh.vertexCount();
        Projected out = new Projected(mesh, new float[count], new float[count], new float[count]);
        float[] p = mesh.positions();
        Vec3 eye = camera.position();
        Vec3 right = camera.axes().x();
        Vec3 down = camera.axes().y();
        Vec3 away = camera.axes().z();
        for (int v = 0; v < count; v++) {
            double x = p[3 * v] - eye.x();
            double y = p[3 * v + 1] - eye.y();
            double z = p[3 * v + 2] - eye.z();
            double depth = away.x() * x + away.y() * y + away.z() * z;
            double scale = camera.focalPixels() / depth;
            out.x[v] = (float) ((right.x() * x + right.y() * y + right.z() * z) * scale + camera.centreX());
            out.y[v] = (float) ((down.x() * x + down.y() * y + down.z() * z) * scale + camera.centreY());
            out.inverseZ[v] = depth < NEAR_METRES ? -1 : (float) (1 / depth);
        }
        return out;
    }

    private void fill(Projected m, int a, int b, int c, int id) {
        if (m.inverseZ[a] < 0 || m.inverseZ[b] < 0 || m.inverseZ[c] < 0) {
            return;
        }
        double area = edge(m, a, b, m.x[c], m.y[c]);
        if (area < 0) {
            fill(m, a, c, b, id);
            return;
        }
        int left = Math.max(0, (int) Math.ceil(Math.min(m.x[a], Math.min(m.x[b], m.x[c]))));
        int right = Math.min(width - 1, (int) Math.floor(Math.max(m.x[a], Math.max(m.x[b], m.x[c]))));
        int top = Math.max(0, (int) Math.ceil(Math.min(m.y[a], Math.min(m.y[b], m.y[c]))));
        int bottom = Math.min(height - 1, (int) Math.floor(Math.max(m.y[a], Math.max(m.y[b], m.y[c]))));
        if (area == 0 || left > right || top > bottom) {
            return;
        }
        fillBox(m, new int[] {a, b, c, id}, new int[] {left, right, top, bottom}, 1 / area);
    }

    private void fillBox(Projected m, int[] t, int[] box, double inverseArea) {
        double biasA = inside(m, t[1], t[2]);
        double biasB = inside(m, t[2], t[0]);
        double biasC = inside(m, t[0], t[1]);
        double stepA = m.y[t[1]] - m.y[t[2]];
        double stepB = m.y[t[2]] - m.y[t[0]];
        double stepC = m.y[t[0]] - m.y[t[1]];
        double za = m.inverseZ[t[0]] * inverseArea;
        double zb = m.inverseZ[t[1]] * inverseArea;
        double zc = m.inverseZ[t[2]] * inverseArea;
        for (int y = box[2]; y <= box[3]; y++) {
            double wa = edge(m, t[1], t[2], box[0], y);
            double wb = edge(m, t[2], t[0], box[0], y);
            double wc = edge(m, t[0], t[1], box[0], y);
            int at = y * width + box[0];
            for (int x = box[0]; x <= box[1]; x++, at++) {
                if (wa >= biasA && wb >= biasB && wc >= biasC) {
                    float nearness = (float) (wa * za + wb * zb + wc * zc);
                    if (nearness > inverseDepth[at]) {
                        inverseDepth[at] = nearness;
                        owner[at] = t[3];
                    }
                }
                wa += stepA;
                wb += stepB;
                wc += stepC;
            }
        }
    }

    /** Twice the signed area of (a, b, point); positive on the inner side, y down. */
    private static double edge(Projected m, int a, int b, double x, double y) {
        return ((double) m.x[b] - m.x[a]) * (y - m.y[a]) - ((double) m.y[b] - m.y[a]) * (x - m.x[a]);
    }

    /** Least edge value that counts as inside: 0 for top and left edges, just above 0 for the others. */
    private static double inside(Projected m, int a, int b) {
        boolean top = m.y[a] == m.y[b] && m.x[b] > m.x[a];
        boolean left = m.y[b] < m.y[a];
        return top || left ? 0 : Double.MIN_VALUE;
    }
}
