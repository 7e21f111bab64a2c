package org.posestream.render;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Renders a scene: visibility at 2 x 2 samples a pixel, one shading for each triangle seen in a pixel, Phong normals,
 * a shadow map with a wide soft edge, and contact shadows of the body's joints on the room.
 */
public final class Renderer {

    private static final int SAMPLES = 2;
    private static final int SHADOW_SIZE = 1024;
    private static final double SHADOW_RADIUS_METRES = 2.4;
    /** Texels of the shadow map over which its edge softens, as a multiple of sqrt(tap number). */
    private static final double SHADOW_SPREAD = 2.2;
    private static final double SHADOW_BIAS_METRES = 0.03;
    private static final double CONTACT_REACH_METRES = 0.9;
    private static final double PERSON_REACH_METRES = 1.7;
    private static final double CONTACT_RADIUS_METRES = 0.085;

    private static final int TAPS = 16;
    private static final float[] TAP_X = new float[TAPS];
    private static final float[] TAP_Y = new float[TAPS];

    static {
        for (int i = 0; i < TAPS; i++) {
            double angle = i * 2.399963; // the golden angle: even cover of a disc (Vogel 1979)
            TAP_X[i] = (float) (SHADOW_SPREAD * Math.sqrt(i + 0.5) * Math.cos(angle));
            TAP_Y[i] = (float) (SHADOW_SPREAD * Math.sqrt(i + 0.5) * Math.sin(angle));
        }
    }

    private final PinholeCamera format;
    private final Rasterizer view;
    private final Rasterizer shadow = new Rasterizer(SHADOW_SIZE, SHADOW_SIZE);
    private final Picture picture;
    private final Surface surface = new Surface();
    private final float[] attributes = new float[BodyMesh.STRIDE];
    private final double[] point = new double[3];
    private final double[] normal = new double[3];
    private final double[] light = new double[3];
    private PinholeCamera camera;
    private PinholeCamera fine;
    private PinholeCamera lamp;
    /** Left, right, top, bottom of what lies in the shadow map, with room for the soft edge. */
    private int[] shadowBox;
    private Lighting lighting;
    private double[][] contacts;

    /** @param format a camera of the size that will be rendered */
    public Renderer(PinholeCamera format) {
        this.format = format;
        view = new Rasterizer(format.width() * SAMPLES, format.height() * SAMPLES);
        picture = new Picture(format.width(), format.height());
    }

    /** The scene as this camera sees it; the picture is reused by the next call. */
    public Picture render(Scene scene, PinholeCamera from) {
        if (from.width() != format.width() || from.height() != format.height()) {
            throw new IllegalArgumentException("camera must have the size " + format.width() + "x" + format.height());
        }
        camera = from;
        fine = from.supersampled(SAMPLES);
        lighting = scene.lighting();
        drawShadows(scene);
        view.clear();
        scene.people().forEach(body -> view.draw(body.mesh(), fine));
        scene.room().meshes().forEach(mesh -> view.draw(mesh, fine));
        contacts = scene.poses().stream().map(Renderer::contacts).toArray(double[][]::new);
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                shadePixel(x, y);
            }
        }
        return picture;
    }

    /** Depth in metres of what is seen at the nearest sample to an image point; infinite where nothing is. */
    public double depthAt(double x, double y) {
        int sampleX = (int) Math.round(x * SAMPLES + (SAMPLES - 1) / 2.0);
        int sampleY = (int) Math.round(y * SAMPLES + (SAMPLES - 1) / 2.0);
        if (sampleX < 0 || sampleY < 0 || sampleX >= view.width || sampleY >= view.height) {
            return Double.POSITIVE_INFINITY;
        }
        return 1.0 / view.inverseDepth[sampleY * view.width + sampleX];
    }

    /** Whether a person covers the sample nearest to an image point of the last picture. */
    public boolean personAt(double x, double y) {
        int at = (int) Math.round(y * SAMPLES + 0.5) * view.width + (int) Math.round(x * SAMPLES + 0.5);
        return view.owner[at] != Rasterizer.NOTHING && view.meshOf(view.owner[at]).mesh().stride() == BodyMesh.STRIDE;
    }

    /** Share of a pixel of the last picture that anything covers, 0 to 1. */
    public double coverageAt(int x, int y) {
        int covered = 0;
        for (int i = 0; i < SAMPLES * SAMPLES; i++) {
            int at = (y * SAMPLES + i / SAMPLES) * view.width + x * SAMPLES + i % SAMPLES;
            covered += view.owner[at] != Rasterizer.NOTHING ? 1 : 0;
        }
        return covered / (double) (SAMPLES * SAMPLES);
    }

    /** Samples of the last picture that show a body. */
    public int samplesOf(BodyMesh body) {
        int samples = 0;
        for (int owner : view.owner) {
            samples += owner != Rasterizer.NOTHING && view.meshOf(owner).mesh() == body.mesh() ? 1 : 0;
        }
        return samples;
    }

    /** Samples that a body would cover if nothing stood before it; {@link #samplesOf} then tells of it alone. */
    public int samplesAlone(BodyMesh body, PinholeCamera from) {
        view.clear();
        view.draw(body.mesh(), from.supersampled(SAMPLES));
        return samplesOf(body);
    }

    private void drawShadows(Scene scene) {
        shadow.clear();
        Vec3 middle = new Vec3(0, 0.9, 0);
        for (BodyPose pose : scene.poses()) {
            middle = middle.plus(pose.origins().get(BodyBone.PELVIS).minus(new Vec3(0, 0.9, 0))
                    .times(1.0 / scene.poses().size()));
        }
        double focal = SHADOW_SIZE / 2.0 / SHADOW_RADIUS_METRES * middle.minus(lighting.lamp()).length();
        lamp = PinholeCamera.lookingAt(SHADOW_SIZE, SHADOW_SIZE, focal, lighting.lamp(), middle);
        scene.people().forEach(body -> shadow.draw(body.mesh(), lamp));
        int margin = (int) (SHADOW_SPREAD * Math.sqrt(TAPS)) + 2;
        int limit = SHADOW_SIZE - margin;
        shadowBox = new int[] {limit, margin, limit, margin};
        for (int i = 0; i < shadow.owner.length; i++) {
            if (shadow.owner[i] != Rasterizer.NOTHING) {
                int x = i % SHADOW_SIZE;
                int y = i / SHADOW_SIZE;
                shadowBox[0] = Math.max(margin, Math.min(shadowBox[0], x - margin));
                shadowBox[1] = Math.min(limit, Math.max(shadowBox[1], x + margin));
                shadowBox[2] = Math.max(margin, Math.min(shadowBox[2], y - margin));
                shadowBox[3] = Math.min(limit, Math.max(shadowBox[3], y + margin));
            }
        }
    }

    /** Spheres about a person's joints and along the feet: x, y, z each, the pelvis first. */
    private static double[] contacts(BodyPose pose) {
        List<Vec3> spheres = new ArrayList<>();
        for (BodyBone bone : BodyBone.values()) {
            spheres.add(pose.origins().get(bone));
        }
        double s = pose.rest().scale;
        for (BodyBone foot : new BodyBone[] {BodyBone.LEFT_FOOT, BodyBone.RIGHT_FOOT}) {
            Vec3 ankle = pose.rest().origin(foot);
            for (double z : new double[] {-0.03, 0.05, 0.13}) {
                spheres.add(pose.toWorld(foot, new Vec3(ankle.x(), 0.045 * s, z * s)));
            }
        }
        return spheres.stream().flatMapToDouble(v -> DoubleStream.of(v.x(), v.y(), v.z())).toArray();
    }

    private void shadePixel(int x, int y) {
        int at = 3 * (y * picture.width() + x);
        float red = 0;
        float green = 0;
        float blue = 0;
        int done = 0;
        for (int i = 0; i < SAMPLES * SAMPLES; i++) {
            int sx = x * SAMPLES + i % SAMPLES;
            int sy = y * SAMPLES + i / SAMPLES;
            int owner = view.owner[sy * view.width + sx];
            if ((done >> i & 1) == 1 || owner == Rasterizer.NOTHING) {
                continue;
            }
            int covered = 0;
            int sumX = 0;
            int sumY = 0;
            for (int j = i; j < SAMPLES * SAMPLES; j++) {
                int jx = x * SAMPLES + j % SAMPLES;
                int jy = y * SAMPLES + j / SAMPLES;
                if (view.owner[jy * view.width + jx] == owner) {
                    done |= 1 << j;
                    covered++;
                    sumX += jx;
                    sumY += jy;
                }
            }
            shade(owner, (double) sumX / covered, (double) sumY / covered);
            float weight = covered / (float) (SAMPLES * SAMPLES);
            red += weight * (float) light[0];
            green += weight * (float) light[1];
            blue += weight * (float) light[2];
        }
        picture.pixels()[at] = red;
        picture.pixels()[at + 1] = green;
        picture.pixels()[at + 2] = blue;
    }

    /** Light from one triangle at a sample position, into {@link #light}. */
    private void shade(int owner, double x, double y) {
        Rasterizer.Projected projected = view.meshOf(owner);
        Mesh mesh = projected.mesh();
        int t = 3 * Rasterizer.triangleOf(owner);
        int a = mesh.triangles()[t];
        int b = mesh.triangles()[t + 1];
        int c = mesh.triangles()[t + 2];
        double area = cross(projected, a, b, projected.x()[c], projected.y()[c]);
        double wb = cross(projected, c, a, x, y) / area * projected.inverseZ()[b];
        double wc = cross(projected, a, b, x, y) / area * projected.inverseZ()[c];
        double wa = cross(projected, b, c, x, y) / area * projected.inverseZ()[a];
        double depth = 1 / (wa + wb + wc);
        wa *= depth;
        wb *= depth;
        wc *= depth;
        for (int i = 0; i < mesh.stride(); i++) {
            attributes[i] = (float) (wa * mesh.attributes()[a * mesh.stride() + i]
                    + wb * mesh.attributes()[b * mesh.stride() + i] + wc * mesh.attributes()[c * mesh.stride() + i]);
        }
        for (int i = 0; i < 3; i++) {
            point[i] = wa * mesh.positions()[3 * a + i] + wb * mesh.positions()[3 * b + i]
                    + wc * mesh.positions()[3 * c + i];
            normal[i] = wa * mesh.normals()[3 * a + i] + wb * mesh.normals()[3 * b + i]
                    + wc * mesh.normals()[3 * c + i];
        }
        lightUp(mesh, depth);
    }

    private static double cross(Rasterizer.Projected m, int a, int b, double x, double y) {
        return ((double) m.x()[b] - m.x()[a]) * (y - m.y()[a]) - ((double) m.y()[b] - m.y()[a]) * (x - m.x()[a]);
    }

    private void lightUp(Mesh mesh, double depth) {
        Vec3 p = new Vec3(point[0], point[1], point[2]);
        Vec3 n = new Vec3(normal[0], normal[1], normal[2]).unit();
        Vec3 toEye = camera.position().minus(p).unit();
        double facing = n.dot(toEye);
        boolean body = mesh.stride() == BodyMesh.STRIDE;
        if (facing < 0 && !body) {
            n = n.times(-1);
            facing = -facing;
        }
        surface.footprintMetres = depth / camera.focalPixels() / Math.sqrt(Math.max(0.05, Math.abs(facing)));
        mesh.material().shade(attributes, surface);
        Vec3 toLamp = lighting.lamp().minus(p).unit();
        double lit = Math.max(0, n.dot(toLamp));
        lit = lit > 0 ? lit * (1 - shadowAt(p)) : 0;
        double fill = Math.max(0, n.dot(lighting.fillDirection())) * surface.openness;
        double open = surface.openness * (body ? floorOpenness(p, n) : contactOpenness(p, n));
        double up = 0.5 + 0.5 * n.y();
        Vec3 ambient = lighting.ground().lerp(lighting.sky(), up).times(open);
        Vec3 sum = ambient.plus(lighting.lampColor().times(lit * (0.4 + 0.6 * open)))
                .plus(lighting.fillColor().times(fill));
        double rim = (1 - Math.abs(facing)) * (1 - Math.abs(facing));
        double half = Math.max(0, n.dot(toLamp.plus(toEye).unit()));
        double shine = surface.gloss * (highlight(half) * lit * 1.6 + 0.35 * rim * rim);
        light[0] = surface.red * (sum.x() + surface.glow) + shine;
        light[1] = surface.green * (sum.y() + surface.glow) + shine;
        light[2] = surface.blue * (sum.z() + surface.glow) + shine;
    }

    /** Share of the lamp that bodies hide, by 16 comparisons about the point in the shadow map. */
    private double shadowAt(Vec3 world) {
        Vec3 p = lamp.project(lamp.toCamera(world));
        if (p.x() < shadowBox[0] || p.x() > shadowBox[1] || p.y() < shadowBox[2] || p.y() > shadowBox[3]) {
            return 0;
        }
        float depth = (float) (p.z() - SHADOW_BIAS_METRES);
        int hidden = 0;
        for (int i = 0; i < TAPS; i++) {
            int x = (int) (p.x() + TAP_X[i] + 0.5);
            int y = (int) (p.y() + TAP_Y[i] + 0.5);
            hidden += shadow.inverseDepth[y * SHADOW_SIZE + x] * depth > 1 ? 1 : 0;
        }
        return hidden / (double) TAPS;
    }

    /** Ambient light left by the spheres about the body's joints (Quilez: occlusion of a sphere). */
    private double contactOpenness(Vec3 p, Vec3 n) {
        double open = 1;
        for (double[] person : contacts) {
            double x = person[0] - p.x();
            double z = person[2] - p.z();
            if (x * x + z * z < PERSON_REACH_METRES * PERSON_REACH_METRES) {
                open *= contactOpenness(person, p, n);
            }
        }
        return open;
    }

    private static double contactOpenness(double[] spheres, Vec3 p, Vec3 n) {
        double open = 1;
        for (int i = 0; i < spheres.length; i += 3) {
            double x = spheres[i] - p.x();
            double y = spheres[i + 1] - p.y();
            double z = spheres[i + 2] - p.z();
            double distance2 = x * x + y * y + z * z;
            double cosine = n.x() * x + n.y() * y + n.z() * z;
            if (distance2 < CONTACT_REACH_METRES * CONTACT_REACH_METRES && cosine > 0) {
                double share = Math.min(1, CONTACT_RADIUS_METRES * CONTACT_RADIUS_METRES / distance2);
                open *= 1 - 0.85 * share * cosine / Math.sqrt(distance2);
            }
        }
        return open;
    }

    /** Blinn's cosine to the power of 28. */
    private static double highlight(double cosine) {
        double two = cosine * cosine;
        double four = two * two;
        double eight = four * four;
        return eight * eight * eight * four;
    }

    /** The floor takes light from what faces it closely. */
    private static double floorOpenness(Vec3 p, Vec3 n) {
        double near = Math.max(0, 1 - p.y() / 0.6);
        return 1 - 0.35 * near * (0.5 - 0.5 * n.y());
    }
}
