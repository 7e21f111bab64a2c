package org.posestream.rig;

/** A point or a direction, Unity's axes, metres. */
public record Vec3(double x, double y, double z) {

    public static final Vec3 ZERO = new Vec3(0, 0, 0);
    static final Vec3 X = new Vec3(1, 0, 0);
    static final Vec3 Y = new Vec3(0, 1, 0);
    static final Vec3 Z = new Vec3(0, 0, 1);

    public Vec3 plus(Vec3 o) {
        return new Vec3(x + o.x, y + o.y, z + o.z);
    }

    public Vec3 minus(Vec3 o) {
        return new Vec3(x - o.x, y - o.y, z - o.z);
    }

    public Vec3 times(double factor) {
        return new Vec3(factor * x, factor * y, factor * z);
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

    /** The same direction with length 1; not a number for a vector without length. */
    public Vec3 unit() {
        return times(1 / length());
    }

    /** What of this is at right angles to a direction of length 1. */
    Vec3 across(Vec3 direction) {
        return minus(direction.times(dot(direction)));
    }

    /** A point on the way to another: this at 0, the other at 1. */
    Vec3 towards(Vec3 o, double share) {
        return plus(o.minus(this).times(share));
    }

    boolean isFinite() {
        return Double.isFinite(x + y + z);
    }
}
