package org.posestream.scene;

import org.posestream.render.MocapClip;
import org.posestream.render.Vec3;

/**
 * Somebody whose motion was captured. Eyes and ears, which clips lack, are placed about the head.
 *
 * @param clip Human3.6M joints, metres, y up, 30 frames a second
 * @param first frame of the clip in the scene's first
 * @param turnRadians about the vertical
 * @param place where the clip's origin stands
 */
record CapturedActor(MocapClip clip, int first, double turnRadians, Vec3 place) implements Actor {

    /** COCO's joints from the shoulders on, in the order of Human3.6M. */
    private static final int[] H36M = {11, 14, 12, 15, 13, 16, 4, 1, 5, 2, 6, 3};
    private static final int NOSE = 9;
    private static final int HEAD = 10;
    private static final double SCALE = 1.05;

    @Override
    public Vec3[] at(int frame) {
        int i = first + frame;
        if (i < 0 || i >= clip.frames().length) {
            return null;
        }
        Vec3[] h36m = new Vec3[17];
        for (int k = 0; k < h36m.length; k++) {
            h36m[k] = toWorld(clip.frames()[i][k]);
        }
        Vec3[] joints = new Vec3[17];
        for (int k = 0; k < H36M.length; k++) {
            joints[5 + k] = h36m[H36M[k]];
        }
        Vec3 left = joints[5].minus(joints[6]).unit();
        joints[0] = h36m[NOSE];
        for (int side = 0; side < 2; side++) {
            Vec3 out = left.times(side == 0 ? 1 : -1);
            joints[1 + side] = h36m[NOSE].plus(out.times(0.03)).plus(Vec3.Y.times(0.03));
            joints[3 + side] = h36m[HEAD].plus(h36m[NOSE]).times(0.5).plus(out.times(0.07));
        }
        return joints;
    }

    private Vec3 toWorld(Vec3 p) {
        double cos = Math.cos(turnRadians);
        double sin = Math.sin(turnRadians);
        return new Vec3(cos * p.x() + sin * p.z(), p.y(), cos * p.z() - sin * p.x()).times(SCALE).plus(place);
    }
}
