package org.posestream.render;

/** Smooth value noise in three dimensions, -1 to 1, the same for the same seed on every machine. */
final class Noise {

    private final int seed;

    Noise(int seed) {
        this.seed = seed;
    }

    double at(double x, double y, double z) {
        int ix = (int) Math.floor(x);
        int iy = (int) Math.floor(y);
        int iz = (int) Math.floor(z);
        double u = fade(x - ix);
        double v = fade(y - iy);
        double w = fade(z - iz);
        return mix(plane(ix, iy, iz, u, v), plane(ix, iy, iz + 1, u, v), w);
    }

    /** Sum of octaves, each half as strong and twice as fine. */
    double octaves(double x, double y, double z, int count) {
        double sum = 0;
        double strength = 0.5;
        double fine = 1;
        for (int i = 0; i < count; i++) {
            sum += strength * at(x * fine, y * fine, z * fine);
            strength *= 0.5;
            fine *= 2.03;
        }
        return sum;
    }

    private double plane(int x, int y, int z, double u, double v) {
        return mix(mix(corner(x, y, z), corner(x + 1, y, z), u), mix(corner(x, y + 1, z), corner(x + 1, y + 1, z), u),
                v);
    }

    private double corner(int x, int y, int z) {
        int h = x * 0x8DA6B343 ^ y * 0xD8163841 ^ z * 0xCB1AB31F ^ seed * 0x9E3779B9;
        h = (h ^ h >>> 15) * 0x2C1B3C6D;
        h = (h ^ h >>> 12) * 0x297A2D39;
        return (h ^ h >>> 15) * 0x1p-31;
    }

    private static double fade(double t) {
        return t * t * (3 - 2 * t);
    }

    private static double mix(double a, double b, double t) {
        return a + (b - a) * t;
    }
}
