package org.posestream.rig;

/**
 * A rotation as a quaternion of length 1. The formulas are those of Hamilton's product and do not depend on the
 * handedness of the axes.
 *
 * @param x first imaginary part, as the next two
 * @param w real part
 */
public record Quaternion(double x, double y, double z, double w) {

    public static final Quaternion IDENTITY = new Quaternion(0, 0, 0, 1);
    /** Below this cosine two directions count as opposite: the axis between them is then noise. */
    private static final double OPPOSITE = -1 + 1e-9;

    /** The rotation by this angle round an axis of length 1. */
    public static Quaternion about(Vec3 axis, double radians) {
        double s = Math.sin(radians / 2);
        return new Quaternion(axis.x() * s, axis.y() * s, axis.z() * s, Math.cos(radians / 2));
    }

    /** The shortest rotation from one direction to another, both of length 1. */
    static Quaternion between(Vec3 from, Vec3 to) {
        double cosine = from.dot(to);
        if (cosine < OPPOSITE) {
            Vec3 other = Math.abs(from.x()) < 0.5 ? Vec3.X : Vec3.Y;
            return about(other.across(from).unit(), Math.PI);
        }
        Vec3 axis = from.cross(to);
        return new Quaternion(axis.x(), axis.y(), axis.z(), 1 + cosine).unit();
    }

    /**
     * The rotation that takes one pair of directions to another: the first exactly, the second as far as the angle
     * between them allows. Directions have length 1, and those of a pair are not parallel.
     */
    static Quaternion between(Vec3 from, Vec3 fromSecond, Vec3 to, Vec3 toSecond) {
        return ofBasis(to, toSecond).times(ofBasis(from, fromSecond).inverse());
    }

    /** From the axes x, y, z to x' = first, y' = second made perpendicular, and z' = x' cross y'. */
    private static Quaternion ofBasis(Vec3 first, Vec3 second) {
        Vec3 y = second.across(first).unit();
        return ofAxes(first, y, first.cross(y));
    }

    /** From the matrix whose columns are the axes (Shepperd 1978: divides by the largest of the four parts). */
    private static Quaternion ofAxes(Vec3 a, Vec3 b, Vec3 c) {
        double trace = a.x() + b.y() + c.z();
        Quaternion q;
        if (trace >= Math.max(a.x(), Math.max(b.y(), c.z()))) {
            q = new Quaternion(b.z() - c.y(), c.x() - a.z(), a.y() - b.x(), 1 + trace);
        } else if (a.x() >= b.y() && a.x() >= c.z()) {
            q = new Quaternion(1 + a.x() - b.y() - c.z(), a.y() + b.x(), c.x() + a.z(), b.z() - c.y());
        } else if (b.y() >= c.z()) {
            q = new Quaternion(a.y() + b.x(), 1 + b.y() - a.x() - c.z(), b.z() + c.y(), c.x() - a.z());
        } else {
            q = new Quaternion(c.x() + a.z(), b.z() + c.y(), 1 + c.z() - a.x() - b.y(), a.y() - b.x());
        }
        return q.unit();
    }

    /** This rotation after the other one. */
    public Quaternion times(Quaternion o) {
        return new Quaternion(w * o.x + x * o.w + y * o.z - z * o.y, w * o.y - x * o.z + y * o.w + z * o.x,
                w * o.z + x * o.y - y * o.x + z * o.w, w * o.w - x * o.x - y * o.y - z * o.z);
    }

    public Quaternion inverse() {
        return new Quaternion(-x, -y, -z, w);
    }

    /** The vector, rotated. */
    public Vec3 rotate(Vec3 v) {
        Vec3 axis = new Vec3(x, y, z);
        Vec3 t = axis.cross(v).times(2);
        return v.plus(t.times(w)).plus(axis.cross(t));
    }

    public double dot(Quaternion o) {
        return x * o.x + y * o.y + z * o.z + w * o.w;
    }

    /** The same rotation, as that of its two quaternions which is nearer to another one. */
    Quaternion nearest(Quaternion o) {
        return dot(o) < 0 ? new Quaternion(-x, -y, -z, -w) : this;
    }

    /** With length 1 again: products drift. */
    Quaternion unit() {
        double n = 1 / Math.sqrt(dot(this));
        return new Quaternion(n * x, n * y, n * z, n * w);
    }
}
