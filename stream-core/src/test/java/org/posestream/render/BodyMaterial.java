package org.posestream.render;

/** Paints a body from its rest position: skin with a face, hair, shirt, trousers, shoes. */
final class BodyMaterial implements Material {

    private static final int EYE_WHITE = 0xE6E0DA;
    private static final int IRIS = 0x2E1F16;
    private static final int SOLE = 0xDEDAD2;

    private final RestSkeleton rest;
    private final BodyShape.Outfit outfit;
    private final Noise noise = new Noise(11);
    private final int lips;

    BodyMaterial(RestSkeleton rest, BodyShape.Outfit outfit) {
        this.rest = rest;
        this.outfit = outfit;
        lips = blend(outfit.skin(), 0xA03C3C, 0.5);
    }

    @Override
    public void shade(float[] a, Surface surface) {
        int layer = 0;
        for (int i = 1; i < 5; i++) {
            layer = a[3 + i] < a[3 + layer] ? i : layer;
        }
        surface.openness = a[8];
        surface.glow = 0;
        switch (BodyField.Layer.values()[layer]) {
            case SKIN -> skin(a, surface);
            case SHIRT -> shirt(a, surface);
            case TROUSERS -> trousers(a, surface);
            case SHOES -> shoes(a, surface);
            case HAIR -> hair(a, surface);
        }
    }

    private void skin(float[] a, Surface surface) {
        double blotch = noise.at(a[0] * 30, a[1] * 30, a[2] * 30);
        surface.color(outfit.skin(), 1 + 0.05 * blotch);
        surface.gloss = 0.10f;
        double s = rest.scale;
        double x = Math.abs(a[0]) / s;
        double y = (a[1] - rest.headPivot.y()) / s - 0.035;
        double z = a[2] / s;
        if (y < -0.12) {
            return;
        }
        double cheek = sq(x - 0.045, 0.022) + sq(y + 0.035, 0.022);
        if (z > 0.02) {
            surface.mix(lips, 0.22 * Math.exp(-cheek));
            eyes(x, y, surface);
            double smile = y + 0.064 - 8 * x * x; // its corners are up to 5 mm higher
            double mouth = sq(x, 0.026 - 0.25 * Math.abs(smile)) + sq(smile, 0.0085);
            surface.mix(lips, edge(mouth));
            surface.mix(0x3A1414, 0.8 * edge(sq(x, 0.025) + sq(smile, 0.0017)));
            surface.mix(0x402018, 0.6 * edge(sq(x - 0.0075, 0.0042) + sq(y + 0.0385, 0.003)));
        }
        double stubble = BodyPoser.smoothStep(-0.045, -0.065, y) * BodyPoser.smoothStep(-0.01, 0.02, z);
        surface.mix(outfit.hair(), 0.16 * stubble * (1 - rest.shape.femininity()));
    }

    private void eyes(double x, double y, Surface surface) {
        double ex = x - 0.033;
        double ey = y - 0.012;
        double shade = Math.exp(-sq(ex, 0.022) - sq(ey, 0.015));
        surface.mix(blend(outfit.skin(), 0x30180C, 0.55), 0.5 * shade);
        surface.mix(EYE_WHITE, edge(sq(ex, 0.0145) + sq(ey, 0.0068)));
        surface.mix(IRIS, edge(sq(ex, 0.0062) + sq(ey, 0.0066)));
        surface.mix(0x1A100C, edge(sq(ex, 0.0155) + sq(ey - 0.0072, 0.0022)));
        double brow = sq(ex - 0.001, 0.020) + sq(ey - 0.0205 + 9 * ex * ex, 0.0046);
        surface.mix(blend(outfit.hair(), 0x201510, 0.5), 0.85 * edge(brow));
    }

    private void shirt(float[] a, Surface surface) {
        double weave = noise.at(a[0] * 160, a[1] * 160, a[2] * 160);
        double fade = noise.octaves(a[0] * 9, a[1] * 9, a[2] * 9, 2);
        double y = (a[1] - rest.shoulderY) / rest.scale;
        boolean stripe = outfit.cut().striped() && Math.floorMod((int) Math.floor(y * 22), 2) == 0;
        surface.color(stripe ? outfit.accent() : outfit.shirt(), 1 + 0.05 * weave + 0.12 * fade);
        surface.gloss = 0.015f;
        if (!outfit.cut().striped()) {
            double x = a[0] / rest.scale;
            double badge = sq(x - 0.002, 0.075) + sq(y + 0.135, 0.05);
            boolean front = a[2] > 0 && badge < 1;
            boolean ring = badge > 0.72 || Math.abs(x) + Math.abs(y + 0.135) * 1.3 < 0.038;
            surface.mix(outfit.accent(), front && ring ? 0.9 : 0);
        }
    }

    private void trousers(float[] a, Surface surface) {
        double weave = noise.at(a[0] * 210, a[1] * 120, a[2] * 210);
        double wear = noise.octaves(a[0] * 7, a[1] * 5, a[2] * 7, 3);
        surface.color(outfit.trousers(), 1 + 0.10 * weave + 0.25 * wear);
        surface.gloss = 0.02f;
        double hip = Math.abs(Math.abs(a[0]) - rest.origin(BodyBone.LEFT_THIGH).x() - 0.066 * rest.scale);
        if (hip < 0.0025 && Math.abs(a[2]) < 0.02) {
            surface.mix(0x000000, 0.3);
        }
    }

    private void shoes(float[] a, Surface surface) {
        double s = rest.scale;
        surface.gloss = 0.12f;
        boolean sole = a[1] < 0.022 * s;
        surface.color(sole ? SOLE : outfit.shoes(), 1 + 0.06 * noise.at(a[0] * 60, a[1] * 60, a[2] * 60));
        boolean laces = a[2] > 0.03 * s && a[2] < 0.10 * s && Math.floorMod((int) (a[2] / s * 95), 2) == 0
                && Math.abs(Math.abs(a[0]) - rest.origin(BodyBone.LEFT_FOOT).x() - 0.006 * s) < 0.016 * s;
        surface.mix(SOLE, laces && !sole ? 0.8 : 0);
    }

    private void hair(float[] a, Surface surface) {
        double strand = noise.at(a[0] * 260, a[1] * 45, a[2] * 90);
        double lock = noise.at(a[0] * 50, a[1] * 14, a[2] * 30);
        surface.color(outfit.hair(), 1 + 0.35 * strand + 0.30 * lock);
        surface.gloss = 0.07f;
    }

    private static double sq(double distance, double radius) {
        return distance * distance / (radius * radius);
    }

    /** 1 inside an ellipse, 0 outside, soft over its rim. */
    private static double edge(double ellipse) {
        return 1 - BodyPoser.smoothStep(0.75, 1.25, ellipse);
    }

    static int blend(int a, int b, double weight) {
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = a >> shift & 255;
            int to = b >> shift & 255;
            rgb |= (int) Math.round(from + (to - from) * weight) << shift;
        }
        return rgb;
    }
}
