package org.posestream.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The skin and clothes of one person: polygonised once at rest, then bent by linear blend skinning. Hands and head are
 * finer than the rest.
 */
public final class BodyMesh {

    /** Attributes a vertex: rest position (3), distance to each layer (5), openness to ambient light (1). */
    static final int STRIDE = 9;
    private static final int BONES = 3;
    private static final BodyBone[] ALL = BodyBone.values();

    private final RestSkeleton rest;
    private final BodyField field;
    private final List<float[]> vertices = new ArrayList<>();
    private final List<int[]> triangles = new ArrayList<>();
    private final int[] bones;
    private final float[] weights;
    private final float[] restNormals;
    private final Mesh mesh;

    /** A body as fine as a picture of 720 lines needs. */
    public BodyMesh(BodyShape shape) {
        this(shape, 1);
    }

    /** @param coarseness size of the triangles, 1 for large pictures, 2 or 3 for thumbnails */
    public BodyMesh(BodyShape shape, double coarseness) {
        rest = new RestSkeleton(shape);
        field = new BodyField(rest);
        double s = rest.scale;
        double cell = coarseness * s;
        Vec3 wrist = rest.origin(BodyBone.LEFT_HAND);
        double neck = rest.neckBase.y() + 0.03 * s;
        polygonise(new Vec3(-wrist.x(), -0.02, -0.28 * s), new Vec3(wrist.x(), neck + 0.01, 0.26 * s), 0.0075 * cell);
        polygonise(new Vec3(-0.14 * s, neck - 0.012, -0.17 * s), new Vec3(0.14 * s, shape.heightMetres() + 0.05,
                0.15 * s), 0.0034 * cell);
        double reach = 0.17 * s;
        polygonise(new Vec3(wrist.x() - 0.012, wrist.y() - reach, -0.09 * s),
                new Vec3(wrist.x() + reach, wrist.y() + 0.05 * s, 0.11 * s), 0.0042 * cell);
        polygonise(new Vec3(-wrist.x() - reach, wrist.y() - reach, -0.09 * s),
                new Vec3(-wrist.x() + 0.012, wrist.y() + 0.05 * s, 0.11 * s), 0.0042 * cell);
        float[] positions = join(vertices);
        int count = positions.length / 3;
        restNormals = new float[3 * count];
        bones = new int[BONES * count];
        weights = new float[BONES * count];
        mesh = new Mesh(positions, new float[3 * count], new float[STRIDE * count], STRIDE, joinTriangles(),
                new BodyMaterial(rest, shape.outfit()));
        for (int v = 0; v < count; v++) {
            finishVertex(v);
        }
        vertices.clear();
        triangles.clear();
    }

    private BodyMesh(BodyMesh cut, BodyShape.Outfit outfit) {
        rest = cut.rest;
        field = cut.field;
        restNormals = cut.restNormals;
        bones = cut.bones;
        weights = cut.weights;
        Mesh shared = cut.mesh;
        mesh = new Mesh(new float[shared.positions().length], new float[shared.normals().length], shared.attributes(),
                STRIDE, shared.triangles(), new BodyMaterial(rest, outfit));
    }

    /** Another person of the same figure and cut of clothes in other colours; only its pose takes new memory. */
    public BodyMesh dressed(BodyShape.Outfit outfit) {
        return new BodyMesh(this, outfit);
    }

    /** The mesh in its latest pose. */
    Mesh mesh() {
        return mesh;
    }

    /** The body at rest, for posing it. */
    public RestSkeleton rest() {
        return rest;
    }

    private void polygonise(Vec3 low, Vec3 high, double cell) {
        SurfaceNet net = new SurfaceNet(field::distance, low, high, cell);
        int offset = vertices.stream().mapToInt(v -> v.length / 3).sum();
        float[] points = new float[3 * net.vertexCount];
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) net.vertices[i];
        }
        int[] corners = new int[3 * net.triangleCount];
        for (int i = 0; i < corners.length; i++) {
            corners[i] = net.triangles[i] + offset;
        }
        vertices.add(points);
        triangles.add(corners);
    }

    private static float[] join(List<float[]> parts) {
        float[] all = new float[parts.stream().mapToInt(p -> p.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private int[] joinTriangles() {
        return triangles.stream().flatMapToInt(Arrays::stream).toArray();
    }

    /** Pulls the vertex onto the surface and gives it normal, layers, openness and bones. */
    private void finishVertex(int v) {
        float[] p = mesh.positions();
        Vec3 point = new Vec3(p[3 * v], p[3 * v + 1], p[3 * v + 2]);
        Vec3 normal = gradient(point);
        point = point.minus(normal.times(field.distance(point.x(), point.y(), point.z()) * 0.8));
        put(restNormals, 3 * v, normal);
        put(mesh.attributes(), STRIDE * v, point);
        for (BodyField.Layer layer : BodyField.Layer.values()) {
            mesh.attributes()[STRIDE * v + 3 + layer.ordinal()] =
                    (float) field.distance(layer, point.x(), point.y(), point.z());
        }
        mesh.attributes()[STRIDE * v + 8] = (float) openness(point, normal);
        chooseBones(v, point);
    }

    private Vec3 gradient(Vec3 p) {
        double e = 0.002;
        return new Vec3(field.distance(p.x() + e, p.y(), p.z()) - field.distance(p.x() - e, p.y(), p.z()),
                field.distance(p.x(), p.y() + e, p.z()) - field.distance(p.x(), p.y() - e, p.z()),
                field.distance(p.x(), p.y(), p.z() + e) - field.distance(p.x(), p.y(), p.z() - e)).unit();
    }

    /** Ambient light by the free distance along the normal (Evans 2006), over two scales. */
    private double openness(Vec3 p, Vec3 n) {
        double open = 1;
        for (double step : new double[] {0.015, 0.05}) {
            Vec3 q = p.plus(n.times(step));
            open -= 0.38 * Math.max(0, 1 - field.distance(q.x(), q.y(), q.z()) / step);
        }
        return Math.max(0.2, open);
    }

    private void chooseBones(int v, Vec3 p) {
        double[] distances = new double[ALL.length];
        BodyBone nearest = BodyBone.PELVIS;
        for (BodyBone bone : ALL) {
            distances[bone.ordinal()] = field.distance(bone, p.x(), p.y(), p.z());
            nearest = distances[bone.ordinal()] < distances[nearest.ordinal()] ? bone : nearest;
        }
        double least = distances[nearest.ordinal()];
        float total = 0;
        for (int slot = 0; slot < BONES; slot++) {
            int best = -1;
            for (BodyBone bone : ALL) {
                boolean free = distances[bone.ordinal()] < Double.MAX_VALUE && nearest.blendsWith(bone);
                if (free && (best < 0 || distances[bone.ordinal()] < distances[best])) {
                    best = bone.ordinal();
                }
            }
            if (best < 0) {
                break;
            }
            bones[BONES * v + slot] = best;
            weights[BONES * v + slot] = (float) Math.exp(-(distances[best] - least) / (0.014 * rest.scale));
            total += weights[BONES * v + slot];
            distances[best] = Double.MAX_VALUE;
        }
        for (int slot = 0; slot < BONES; slot++) {
            weights[BONES * v + slot] /= total;
        }
    }

    /** Bends the mesh into a pose (of this body). */
    void pose(BodyPose pose) {
        float[][] matrices = new float[ALL.length][];
        for (BodyBone bone : ALL) {
            matrices[bone.ordinal()] = matrix(pose, bone);
        }
        float[] m = new float[12];
        int count = mesh.vertexCount();
        for (int v = 0; v < count; v++) {
            Arrays.fill(m, 0);
            for (int slot = 0; slot < BONES; slot++) {
                float weight = weights[BONES * v + slot];
                float[] bone = matrices[bones[BONES * v + slot]];
                for (int i = 0; i < 12; i++) {
                    m[i] += weight * bone[i];
                }
            }
            transform(m, v);
        }
    }

    private void transform(float[] m, int v) {
        float[] a = mesh.attributes();
        int in = STRIDE * v;
        int out = 3 * v;
        for (int row = 0; row < 3; row++) {
            int r = 4 * row;
            mesh.positions()[out + row] = m[r] * a[in] + m[r + 1] * a[in + 1] + m[r + 2] * a[in + 2] + m[r + 3];
            mesh.normals()[out + row] = m[r] * restNormals[out] + m[r + 1] * restNormals[out + 1]
                    + m[r + 2] * restNormals[out + 2];
        }
    }

    private static float[] matrix(BodyPose pose, BodyBone bone) {
        Rotation r = pose.rotations().get(bone);
        Vec3 shift = pose.toWorld(bone, Vec3.ZERO);
        return new float[] {(float) r.x().x(), (float) r.y().x(), (float) r.z().x(), (float) shift.x(),
            (float) r.x().y(), (float) r.y().y(), (float) r.z().y(), (float) shift.y(),
            (float) r.x().z(), (float) r.y().z(), (float) r.z().z(), (float) shift.z()};
    }

    static void put(float[] array, int at, Vec3 v) {
        array[at] = (float) v.x();
        array[at + 1] = (float) v.y();
        array[at + 2] = (float) v.z();
    }
}
