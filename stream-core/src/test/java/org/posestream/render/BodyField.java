package org.posestream.render;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The resting body as signed distance fields, one for each {@link Layer}: negative inside, metres. Within a layer the
 * blobs melt into each other; the body's surface is where the least of the layers is zero.
 */
final class BodyField {

    /** What the surface is made of; the lowest distance wins. */
    enum Layer { SKIN, SHIRT, TROUSERS, SHOES, HAIR }

    /** A half space that cuts a garment off: points with {@code normal . p > offset} are outside. */
    private record Cut(Vec3 normal, double offset) {
        double distance(double x, double y, double z) {
            return normal.x() * x + normal.y() * y + normal.z() * z - offset;
        }
    }

    private static final double FOLD_METRES = 0.0045;
    /** The shirt hangs at least this far outside the trousers. */
    private static final double SLACK_METRES = 0.009;
    private static final double HAIR_METRES = 0.007;

    final RestSkeleton rest;
    private final Map<Layer, List<Blob>> blobs = new EnumMap<>(Layer.class);
    private final Map<Layer, List<Cut>> cuts = new EnumMap<>(Layer.class);
    private final Noise noise = new Noise(7);
    private final double s;
    private final double g;
    private final double f;
    private Layer current = Layer.SKIN;
    private double sleeveEnd;

    BodyField(RestSkeleton rest) {
        this.rest = rest;
        s = rest.scale;
        g = rest.shape.girth();
        f = rest.shape.femininity();
        for (Layer layer : Layer.values()) {
            blobs.put(layer, new ArrayList<>());
            cuts.put(layer, new ArrayList<>());
        }
        addHead();
        addHair();
        for (int side : new int[] {1, -1}) {
            addArm(side);
            addLeg(side);
            addShoe(side);
        }
        addShirt();
        addTrousers();
    }

    /** Distance to one layer. */
    double distance(Layer layer, double x, double y, double z) {
        double melt = melt(layer, y);
        double d = 1;
        for (Blob blob : blobs.get(layer)) {
            d = smoothMin(d, trimmed(layer, blob, x, y, z), melt);
        }
        if (d < 0.05 && layer != Layer.SKIN && layer != Layer.SHOES) {
            d += layer == Layer.HAIR ? HAIR_METRES * noise.octaves(x * 70, y * 40, z * 55, 2)
                    : (layer == Layer.SHIRT ? FOLD_METRES : 0.6 * FOLD_METRES) * folds(x, y, z);
        }
        if (layer == Layer.SHIRT && d < 0.08 && y < rest.waist.y()) {
            d = smoothMin(d, distance(Layer.TROUSERS, x, y, z) - SLACK_METRES * s, 0.02 * s);
        }
        for (Cut cut : cuts.get(layer)) {
            d = layer == Layer.HAIR ? -smoothMin(-d, -cut.distance(x, y, z), 0.022)
                    : Math.max(d, cut.distance(x, y, z));
        }
        return d;
    }

    /** Distance to the whole body. */
    double distance(double x, double y, double z) {
        double d = 1;
        for (Layer layer : Layer.values()) {
            d = Math.min(d, distance(layer, x, y, z));
        }
        return d;
    }

    /** Distance to what one bone carries, over all layers; tells how strongly skin follows the bone. */
    double distance(BodyBone bone, double x, double y, double z) {
        double d = 1;
        for (List<Blob> layer : blobs.values()) {
            for (Blob blob : layer) {
                if (blob.bone == bone) {
                    d = Math.min(d, blob.distance(x, y, z));
                }
            }
        }
        return d;
    }

    /** How far blobs reach out for each other; little between the trouser legs, or they grow together. */
    private double melt(Layer layer, double y) {
        return s * switch (layer) {
            case SHIRT -> 0.035;
            case TROUSERS -> 0.010 + 0.025 * BodyPoser.smoothStep(rest.kneeY, rest.hipY - 0.1 * s, y);
            case SKIN, SHOES, HAIR -> 0.014;
        };
    }

    /** A blob's distance; sleeves end where the outfit says. */
    private double trimmed(Layer layer, Blob blob, double x, double y, double z) {
        double d = blob.distance(x, y, z);
        boolean sleeve = layer == Layer.SHIRT && blob.bone != BodyBone.PELVIS && blob.bone != BodyBone.CHEST;
        return sleeve ? Math.max(d, beyondSleeve(x, y)) : d;
    }

    private double folds(double x, double y, double z) {
        double slant = (y + 0.9 * x + 0.5 * z) / s;
        double crease = 1 - 2 * Math.abs(noise.at(17 * slant, 6 * (x - y) / s, 9 * z / s));
        return 0.8 * crease * crease * crease + 0.5 * noise.at(19 * x / s, 14 * y / s, 19 * z / s);
    }

    private double beyondSleeve(double x, double y) {
        Vec3 shoulder = rest.origin(BodyBone.LEFT_UPPER_ARM);
        double along = (Math.abs(x) - shoulder.x()) * RestSkeleton.LEFT_ARM.x()
                + (y - shoulder.y()) * RestSkeleton.LEFT_ARM.y();
        return along - sleeveEnd;
    }

    private void add(BodyBone bone, Vec3 a, Vec3 b, double radiusA, double radiusB) {
        blobs.get(current).add(new Blob(bone, a, b, radiusA * s, radiusB * s));
    }

    private Blob last() {
        List<Blob> layer = blobs.get(current);
        return layer.get(layer.size() - 1);
    }

    private void ball(BodyBone bone, Vec3 centre, double radius) {
        add(bone, centre, centre, radius, radius);
    }

    private void addHead() {
        current = Layer.SKIN;
        BodyBone h = BodyBone.HEAD;
        add(BodyBone.NECK, rest.neckBase.plus(at(0, -0.05, 0)), rest.head(0, -0.075, -0.012), 0.060 - 0.008 * f,
                0.053 - 0.008 * f);
        add(h, rest.head(0, 0.035, -0.028), rest.head(0, 0.030, 0.020), 0.084, 0.078);
        add(h, rest.head(0, 0.0, 0.020), rest.head(0, -0.075, 0.050), 0.066, 0.040 - 0.004 * f);
        ball(h, rest.head(0, -0.094, 0.066), 0.022 - 0.003 * f);
        add(h, rest.head(0, 0.010, 0.092), rest.head(0, -0.030, 0.103), 0.0070, 0.0105);
        for (int side : new int[] {1, -1}) {
            ball(h, rest.head(0.010 * side, -0.034, 0.096), 0.0085);
            ball(h, rest.head(0.036 * side, -0.028, 0.062), 0.030);
            add(h, rest.head(0.016 * side, 0.030, 0.091), rest.head(0.048 * side, 0.030, 0.074), 0.009, 0.008);
            add(h, rest.head(0.077 * side, 0.014, -0.006), rest.head(0.073 * side, -0.022, 0.0), 0.020, 0.011);
            last().flattened(Vec3.X, 0.4);
        }
        add(h, rest.head(-0.014, -0.062, 0.089), rest.head(0.014, -0.062, 0.089), 0.009, 0.009);
    }

    private void addHair() {
        current = Layer.HAIR;
        double thickness = rest.shape.longHair() ? 0.016 : 0.010;
        add(BodyBone.HEAD, rest.head(0, 0.040, -0.033), rest.head(0, 0.042, 0.014), 0.085 + thickness,
                0.079 + thickness);
        for (int side : new int[] {1, -1}) {
            add(BodyBone.HEAD, rest.head(0.066 * side, 0.04, 0), rest.head(0.068 * side, 0.012, 0.012), 0.02, 0.012);
        }
        if (rest.shape.longHair()) {
            add(BodyBone.HEAD, rest.head(0.05, -0.02, -0.055), rest.head(0.045, -0.15, -0.07), 0.052, 0.032);
            add(BodyBone.HEAD, rest.head(-0.05, -0.02, -0.055), rest.head(-0.045, -0.15, -0.07), 0.052, 0.032);
        }
        // The hairline: free forehead, hair falling behind the ears.
        Vec3 slope = new Vec3(0, -0.75, 1).unit();
        cuts.get(Layer.HAIR).add(new Cut(slope, slope.dot(rest.head(0, 0.066, 0.084))));
        Vec3 nape = new Vec3(0, -1, 0.85).unit();
        double depth = rest.shape.longHair() ? -0.35 : 0;
        cuts.get(Layer.HAIR).add(new Cut(nape, nape.dot(rest.head(0, -0.065 + depth, -0.075))));
    }

    private void addArm(int side) {
        current = Layer.SKIN;
        BodyBone upper = side > 0 ? BodyBone.LEFT_UPPER_ARM : BodyBone.RIGHT_UPPER_ARM;
        BodyBone fore = side > 0 ? BodyBone.LEFT_FOREARM : BodyBone.RIGHT_FOREARM;
        BodyBone hand = side > 0 ? BodyBone.LEFT_HAND : BodyBone.RIGHT_HAND;
        Vec3 shoulder = rest.origin(upper);
        Vec3 elbow = rest.origin(fore);
        Vec3 wrist = rest.origin(hand);
        double slim = g * (1 - 0.12 * f);
        add(upper, shoulder, elbow, 0.050 * slim, 0.037 * slim);
        last().bulging(0.005 * s);
        add(fore, elbow, elbow.lerp(wrist, 0.45), 0.036 * slim, 0.038 * slim);
        add(fore, elbow.lerp(wrist, 0.4), wrist, 0.038 * slim, 0.026 * slim);
        Vec3 arm = wrist.minus(elbow).unit();
        Vec3 palm = new Vec3(-arm.y() * side, arm.x() * side, 0); // normal of the palm
        Vec3 knuckles = wrist.plus(arm.times(0.085 * s));
        add(hand, wrist, knuckles, 0.027, 0.038);
        last().flattened(palm, 0.42);
        for (int finger = 0; finger < 4; finger++) {
            Vec3 across = at(0, 0, 0.027 - 0.018 * finger);
            double reach = new double[] {0.150, 0.163, 0.155, 0.132}[finger] * s;
            add(hand, knuckles.plus(across), wrist.plus(arm.times(reach)).plus(across.times(1.25)), 0.0105, 0.0080);
        }
        add(hand, wrist.plus(arm.times(0.025 * s)).plus(at(0, 0, 0.02)),
                wrist.plus(arm.times(0.09 * s)).plus(at(0, 0, 0.060)), 0.015, 0.010);
    }

    private void addLeg(int side) {
        current = Layer.TROUSERS;
        BodyBone thigh = side > 0 ? BodyBone.LEFT_THIGH : BodyBone.RIGHT_THIGH;
        BodyBone shin = side > 0 ? BodyBone.LEFT_SHIN : BodyBone.RIGHT_SHIN;
        Vec3 hip = rest.origin(thigh);
        Vec3 knee = rest.origin(shin);
        Vec3 ankle = rest.origin(side > 0 ? BodyBone.LEFT_FOOT : BodyBone.RIGHT_FOOT);
        add(thigh, hip.plus(at(0, -0.03, 0)), knee, 0.086 * g, 0.058 * g);
        last().bulging(0.006 * s);
        add(shin, knee, knee.lerp(ankle, 0.4).plus(at(0, 0, -0.018)), 0.057 * g, 0.059 * g);
        add(shin, knee.lerp(ankle, 0.35).plus(at(0, 0, -0.016)), ankle.plus(at(0, -0.045, -0.004)), 0.060 * g,
                0.050 * g);
    }

    private void addShoe(int side) {
        current = Layer.SHOES;
        BodyBone foot = side > 0 ? BodyBone.LEFT_FOOT : BodyBone.RIGHT_FOOT;
        Vec3 ankle = rest.origin(foot);
        double ground = -ankle.y();
        add(foot, ankle.plus(new Vec3(0, ground + 0.036 * s, -0.038 * s)),
                ankle.plus(new Vec3(0.010 * s * side, ground + 0.026 * s, 0.125 * s)), 0.040, 0.040);
        add(foot, ankle.plus(new Vec3(0.010 * s * side, ground + 0.024 * s, 0.125 * s)),
                ankle.plus(new Vec3(0.012 * s * side, ground + 0.022 * s, 0.165 * s)), 0.041, 0.030);
        add(foot, ankle.plus(at(0, 0.01, -0.012)), ankle.plus(at(0, -0.03, 0.07)), 0.040, 0.032);
        if (side > 0) {
            cuts.get(Layer.SHOES).add(new Cut(Vec3.Y.times(-1), 0));
        }
    }

    private void addShirt() {
        current = Layer.SHIRT;
        double hip = rest.hipY;
        double chestY = rest.shoulderY - 0.125 * s;
        double narrow = 1 - 0.10 * f;
        add(BodyBone.PELVIS, at2(-0.055, hip - 0.045 * s, -0.006), at2(0.055, hip - 0.045 * s, -0.006), 0.121 * g,
                0.121 * g);
        add(BodyBone.PELVIS, at2(-0.055, hip + 0.10 * s, 0.006), at2(0.055, hip + 0.10 * s, 0.006),
                0.112 * g * narrow, 0.112 * g * narrow);
        add(BodyBone.CHEST, at2(-0.065, rest.waist.y() + 0.05 * s, 0.004), at2(0.065, rest.waist.y() + 0.05 * s, 0.004),
                0.108 * g * narrow, 0.108 * g * narrow);
        add(BodyBone.CHEST, at2(-0.078, chestY, 0.0), at2(0.078, chestY, 0.0), 0.110 * g * narrow,
                0.110 * g * narrow);
        add(BodyBone.CHEST, at2(0, chestY - 0.09 * s, 0), at2(0, chestY + 0.05 * s, -0.01), 0.1 * g, 0.095 * g);
        double girdle = rest.origin(BodyBone.LEFT_UPPER_ARM).x();
        for (int side : new int[] {1, -1}) {
            ball(BodyBone.CHEST, at2(0.068 * side, chestY - 0.01 * s, 0.052 + 0.018 * f), 0.056 + 0.010 * f);
            add(BodyBone.CHEST, at2(0.03 * side, rest.shoulderY + 0.036 * s, -0.02),
                    new Vec3((girdle - 0.02 * s) * side, rest.shoulderY - 0.008 * s, -0.012 * s), 0.046,
                    0.050 * g);
            addSleeve(side);
        }
        cuts.get(Layer.SHIRT).add(new Cut(Vec3.Y.times(-1), -(hip - 0.100 * s)));
        Vec3 collar = new Vec3(0, 1, 0.42).unit();
        cuts.get(Layer.SHIRT).add(new Cut(collar, collar.dot(rest.neckBase.plus(at(0, 0.014, 0.0)))));
    }

    private void addSleeve(int side) {
        BodyBone upper = side > 0 ? BodyBone.LEFT_UPPER_ARM : BodyBone.RIGHT_UPPER_ARM;
        BodyBone fore = side > 0 ? BodyBone.LEFT_FOREARM : BodyBone.RIGHT_FOREARM;
        Vec3 shoulder = rest.origin(upper);
        Vec3 elbow = rest.origin(fore);
        Vec3 wrist = rest.origin(side > 0 ? BodyBone.LEFT_HAND : BodyBone.RIGHT_HAND);
        double sleeve = rest.shape.outfit().cut().sleeve();
        double slim = g * (1 - 0.12 * f);
        ball(upper, shoulder.plus(at(-0.006 * side, -0.006, 0)), 0.057 * slim);
        add(upper, shoulder, elbow, 0.056 * slim, 0.054 * slim);
        if (sleeve > 1) {
            add(fore, elbow, wrist, 0.050 * slim, 0.037 * slim);
        }
        double upperLength = elbow.minus(shoulder).length();
        double foreLength = wrist.minus(elbow).length();
        sleeveEnd = Math.min(sleeve, 1) * upperLength + Math.max(0, sleeve - 1) * foreLength;
    }

    private void addTrousers() {
        current = Layer.TROUSERS;
        double hip = rest.hipY;
        add(BodyBone.PELVIS, at2(-0.056 - 0.010 * f, hip, 0), at2(0.056 + 0.010 * f, hip, 0), 0.098 * g, 0.098 * g);
        for (int side : new int[] {1, -1}) {
            ball(BodyBone.PELVIS, at2(0.066 * side, hip - 0.035 * s, -0.038), 0.074 * g);
        }
        cuts.get(Layer.TROUSERS).add(new Cut(Vec3.Y.times(-1), -0.048 * s));
        cuts.get(Layer.TROUSERS).add(new Cut(Vec3.Y, hip + 0.12 * s));
    }

    private Vec3 at(double x, double y, double z) {
        return new Vec3(x * s, y * s, z * s);
    }

    private Vec3 at2(double x, double absoluteY, double z) {
        return new Vec3(x * s, absoluteY, z * s);
    }

    /** Polynomial smooth minimum (Quilez): equal to the minimum where the two differ by more than k. */
    private static double smoothMin(double a, double b, double k) {
        double h = Math.max(0, k - Math.abs(a - b)) / k;
        return Math.min(a, b) - h * h * k * 0.25;
    }
}
