package org.posestream.render;

/** A point or direction in metres; what space it lives in is said where it is declared. */
public record Vec3(double x, double y, double z) {

    static final Vec3 ZERO = new Vec3(0, 0, 0);
    static final Vec3 X = new Vec3(1, 0, 0);
    public static final Vec3 Y = new Vec3(0, 1, 0);
    static final Vec3 Z = new Vec3(0, 0, 1);

    public Vec3 plus(Vec3 o) {
        return new Vec3(x + o.x, y + o.y, z + o.z);
    }

    public Vec3 minus(Vec3 o) {
        return new Vec3(x - o.x, y - o.y, z - o.z);
    }

    public Vec3 times(double factor) {
        return new Vec3(x * factor, y * factor, z * factor);
    }

    public double dot(Vec3 o) {
        return x * o.x + y * o.y + z * o.z;
    }

    public Vec3 cross(Vec3 o) {
        return new Vec3(y * o.z - z * o.y, z * o.x - x * o.z, x * o.y - y * o.x);
    }

    public double length() {
        return Math.sqrt(dot(this));
    }

    /** The unit vector of this direction; the zero vector stays zero. */
    public Vec3 unit() {
        double length = length();
        return length < 1e-12 ? ZERO : times(1 / length);
    }

    public Vec3 lerp(Vec3 o, double t) {
        return times(1 - t).plus(o.times(t));
    }

    /** The part of this vector that is perpendicular to a unit direction. */
    public Vec3 reject(Vec3 direction) {
        return minus(direction.times(dot(direction)));
    }

    public Vec3 mirrored() {
        return new Vec3(-x, y, z);
    }
}
