package org.posestream.render;

import java.util.random.RandomGenerator;

/**
 * Draws cameras: 0.5 to 3 m high (below the ceiling in a room), 35 to 90 degrees wide, so far away that the person
 * fills 15 to 180 % of the height or width of the picture, mostly 32 to 100 %, and leaves it by a little now and then.
 */
final class CameraSampler {

    private static final int TRIES = 30;
    private static final double LEAST_DISTANCE_METRES = 0.9;
    private static final double ROLL_DEGREES = 3;
    private static final double CUT = 0.12;

    private final RandomGenerator random;
    private final boolean inRoom;
    private final int width;
    private final int height;

    CameraSampler(RandomGenerator random, boolean inRoom, int[] format) {
        this.random = random;
        this.inRoom = inRoom;
        width = format[0];
        height = format[1];
    }

    /** Where the first person stands. */
    Vec3 place() {
        return inRoom ? new Vec3(between(-2.4, 2.4), 0, between(-1.9, 1.4)) : Vec3.ZERO;
    }

    /** Whether a point of the floor is inside the room and at least so far from its walls. */
    static boolean inside(Vec3 point, double marginMetres) {
        return Math.abs(point.x()) < 3.6 - marginMetres && point.z() > -2.2 + marginMetres
                && point.z() < 6 - marginMetres;
    }

    /** A camera for a person in place, or null if the room has no room for one. */
    PinholeCamera towards(Mesh person) {
        Vec3[] bounds = bounds(person);
        Vec3 middle = bounds[0].lerp(bounds[1], 0.5);
        Vec3 size = bounds[1].minus(bounds[0]);
        for (int i = 0; i < TRIES; i++) {
            double focal = Math.max(width, height) / 2.0 / Math.tan(Math.toRadians(between(35, 90)) / 2);
            double fill = fill();
            double wide = Math.hypot(size.x(), size.z());
            double distance = focal / fill * Math.max(size.y() / height, 0.65 * wide / width);
            Vec3 position = position(middle, distance);
            if (distance > LEAST_DISTANCE_METRES && position != null) {
                return aimed(focal, fill, position, middle);
            }
        }
        return null;
    }

    private static Vec3[] bounds(Mesh mesh) {
        double[] low = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
        for (int i = 0; i < mesh.positions().length; i++) {
            low[i % 3] = Math.min(low[i % 3], mesh.positions()[i]);
            high[i % 3] = Math.max(high[i % 3], mesh.positions()[i]);
        }
        return new Vec3[] {new Vec3(low[0], low[1], low[2]), new Vec3(high[0], high[1], high[2])};
    }

    private double fill() {
        double kind = random.nextDouble();
        return kind < 0.06 ? between(0.15, 0.32) : kind < 0.85 ? between(0.32, 1) : between(1, 1.8);
    }

    /** A point so far from the middle, or null if that is outside the room. */
    private Vec3 position(Vec3 middle, double distance) {
        double rise = between(0.5, inRoom ? 2.55 : 3) - middle.y();
        double limited = Math.max(-0.8 * distance, Math.min(0.8 * distance, rise));
        double level = Math.sqrt(distance * distance - limited * limited);
        double angle = Math.toRadians(inRoom ? between(-55, 55) : between(-180, 180));
        Vec3 position = middle.plus(new Vec3(level * Math.sin(angle), limited, level * Math.cos(angle)));
        return inRoom && !inside(position, 0.15) || position.y() < 0.15 ? null : position;
    }

    private PinholeCamera aimed(double focal, double fill, Vec3 position, Vec3 middle) {
        PinholeCamera straight = PinholeCamera.lookingAt(width, height, focal, position, middle);
        double distance = middle.minus(position).length();
        double free = Math.max(0, 1 - fill) / 2 + CUT;
        double right = between(-free, free) * width / focal * distance;
        double down = between(-free, free) * 0.8 * height / focal * distance;
        Vec3 target = middle.plus(straight.axes().x().times(right)).plus(straight.axes().y().times(down));
        PinholeCamera camera = PinholeCamera.lookingAt(width, height, focal, position, target);
        Rotation roll = Rotation.about(camera.axes().z(), Math.toRadians(ROLL_DEGREES * random.nextGaussian()));
        return new PinholeCamera(width, height, focal, position, roll.after(camera.axes()));
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }
}
