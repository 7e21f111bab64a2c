package org.posestream.render;

/**
 * A rotation as the images of the three axes.
 *
 * @param x where (1, 0, 0) goes
 * @param y where (0, 1, 0) goes
 * @param z where (0, 0, 1) goes
 */
public record Rotation(Vec3 x, Vec3 y, Vec3 z) {

    static final Rotation IDENTITY = new Rotation(Vec3.X, Vec3.Y, Vec3.Z);

    public Vec3 apply(Vec3 v) {
        return x.times(v.x()).plus(y.times(v.y())).plus(z.times(v.z()));
    }

    /** This rotation after the other one. */
    public Rotation after(Rotation first) {
        return new Rotation(apply(first.x), apply(first.y), apply(first.z));
    }

    /** About a unit axis by an angle, right-handed (Rodrigues' formula). */
    public static Rotation about(Vec3 axis, double radians) {
        return new Rotation(turn(Vec3.X, axis, radians), turn(Vec3.Y, axis, radians), turn(Vec3.Z, axis, radians));
    }

    /** The smallest rotation that takes one unit direction to another. */
    public static Rotation between(Vec3 from, Vec3 to) {
        Vec3 axis = from.cross(to);
        double sine = axis.length();
        if (sine < 1e-9) {
            return IDENTITY;
        }
        return about(axis.times(1 / sine), Math.atan2(sine, from.dot(to)));
    }

    /** The body frame with the given x axis (kept) and y axis (made perpendicular). */
    public static Rotation fromXy(Vec3 x, Vec3 y) {
        Vec3 unitX = x.unit();
        Vec3 unitY = y.reject(unitX).unit();
        return new Rotation(unitX, unitY, unitX.cross(unitY));
    }

    private static Vec3 turn(Vec3 v, Vec3 axis, double radians) {
        double c = Math.cos(radians);
        return v.times(c).plus(axis.cross(v).times(Math.sin(radians))).plus(axis.times(axis.dot(v) * (1 - c)));
    }
}
