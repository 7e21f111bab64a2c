package org.posestream.scene;

import java.util.function.DoubleFunction;
import org.posestream.render.Vec3;

/**
 * A person made of formulas: walks along a path on the floor, legs and arms swinging with the distance covered, and
 * stands facing where they last went. No clip is needed.
 *
 * @param heightMetres of the body
 * @param phase of the first step, in steps
 * @param seconds a frame lasts
 * @param path place on the floor (y is 0) by seconds
 */
record Walker(double heightMetres, double phase, double seconds, DoubleFunction<Vec3> path) implements Actor {

    private static final double STRIDE_SHARE = 0.8;
    private static final double MOMENT = 0.02;
    /** Shares of the height. */
    private static final double HIP = 0.53;
    private static final double THIGH = 0.245;
    private static final double SHOULDER = 0.82;
    private static final double UPPER_ARM = 0.17;

    @Override
    public Vec3[] at(int frame) {
        double now = frame * seconds;
        Vec3 place = path.apply(now);
        Vec3 velocity = path.apply(now + MOMENT).minus(place).times(1 / MOMENT);
        double speed = velocity.length();
        Vec3 forward = speed > 0.05 ? velocity.times(1 / speed) : facing(now);
        double step = 2 * Math.PI * (phase + distance(now) / (STRIDE_SHARE * heightMetres));
        return joints(place, forward, step, Math.min(0.5, 0.4 * speed));
    }

    /** Where they last went, or towards the camera. */
    private Vec3 facing(double now) {
        for (double back = 0.1; back < 4; back += 0.1) {
            Vec3 velocity = path.apply(now - back + MOMENT).minus(path.apply(now - back)).times(1 / MOMENT);
            if (velocity.length() > 0.05) {
                return velocity.unit();
            }
        }
        return new Vec3(0, 0, 1);
    }

    private double distance(double now) {
        double sum = 0;
        for (double t = 0; t < now; t += 0.1) {
            sum += path.apply(Math.min(now, t + 0.1)).minus(path.apply(t)).length();
        }
        return sum;
    }

    private Vec3[] joints(Vec3 place, Vec3 forward, double step, double swing) {
        Vec3 left = Vec3.Y.cross(forward);
        Vec3[] joints = new Vec3[17];
        Vec3 head = place.plus(Vec3.Y.times(0.93 * heightMetres));
        joints[0] = head.plus(forward.times(0.1));
        for (int side = 0; side < 2; side++) {
            Vec3 out = left.times(side == 0 ? heightMetres : -heightMetres);
            double angle = swing * Math.sin(step + side * Math.PI);
            joints[1 + side] = head.plus(forward.times(0.08)).plus(out.times(0.018)).plus(Vec3.Y.times(0.03));
            joints[3 + side] = head.plus(out.times(0.04));
            Vec3 shoulder = place.plus(Vec3.Y.times(SHOULDER * heightMetres)).plus(out.times(0.11));
            joints[5 + side] = shoulder;
            joints[7 + side] = hanging(shoulder, forward, -angle, UPPER_ARM);
            joints[9 + side] = hanging(joints[7 + side], forward, -angle + 0.35, UPPER_ARM * 0.9);
            Vec3 hip = place.plus(Vec3.Y.times(HIP * heightMetres)).plus(out.times(0.055));
            joints[11 + side] = hip;
            joints[13 + side] = hanging(hip, forward, angle + 0.1 * swing, THIGH);
            double bend = swing * Math.max(0, Math.sin(step + side * Math.PI - 1.2));
            joints[15 + side] = hanging(joints[13 + side], forward, angle - bend, THIGH);
        }
        return joints;
    }

    private Vec3 hanging(Vec3 from, Vec3 forward, double angle, double share) {
        double length = share * heightMetres;
        return from.plus(forward.times(length * Math.sin(angle))).minus(Vec3.Y.times(length * Math.cos(angle)));
    }
}
