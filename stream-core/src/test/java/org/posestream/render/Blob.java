package org.posestream.render;

/**
 * A tapered capsule, possibly flattened along one direction: the building block of bodies.
 *
 * <p>The distance is exact for round capsules of even thickness and right to first order otherwise (field divided by
 * the length of its gradient).
 */
final class Blob {

    final BodyBone bone;
    private final double ax;
    private final double ay;
    private final double az;
    private final double bx;
    private final double by;
    private final double bz;
    private final double inverseLength2;
    private final double radiusA;
    private final double radiusB;
    private double bulge;
    private Vec3 thin = Vec3.Z;
    private double stretch;
    private double flatness = 1;

    Blob(BodyBone bone, Vec3 a, Vec3 b, double radiusA, double radiusB) {
        this.bone = bone;
        ax = a.x();
        ay = a.y();
        az = a.z();
        Vec3 ab = b.minus(a);
        bx = ab.x();
        by = ab.y();
        bz = ab.z();
        inverseLength2 = 1 / Math.max(1e-12, ab.dot(ab));
        this.radiusA = radiusA;
        this.radiusB = radiusB;
    }

    /** Thickness along a unit direction (perpendicular to the axis) as a fraction of the radius. */
    Blob flattened(Vec3 direction, double fraction) {
        thin = direction;
        flatness = fraction;
        stretch = 1 / fraction - 1;
        return this;
    }

    /** Makes the middle thicker by so many metres. */
    Blob bulging(double metres) {
        bulge = metres;
        return this;
    }

    double distance(double x, double y, double z) {
        double px = x - ax;
        double py = y - ay;
        double pz = z - az;
        double along = (px * thin.x() + py * thin.y() + pz * thin.z()) * stretch;
        px += along * thin.x();
        py += along * thin.y();
        pz += along * thin.z();
        double t = Math.max(0, Math.min(1, (px * bx + py * by + pz * bz) * inverseLength2));
        px -= t * bx;
        py -= t * by;
        pz -= t * bz;
        double length = Math.sqrt(px * px + py * py + pz * pz);
        double field = length - radiusA - t * (radiusB - radiusA) - bulge * 4 * t * (1 - t);
        if (stretch == 0 || length < 1e-9) {
            return field * Math.min(1, flatness);
        }
        double normal = (px * thin.x() + py * thin.y() + pz * thin.z()) / length;
        return field / Math.sqrt(1 - normal * normal + normal * normal / (flatness * flatness));
    }
}
