package org.posestream.lift;

import static org.posestream.frame.PersonBuffer.STRIDE_2D;

/**
 * Makes 2D joints free of where the person stands in the image and of how large it appears: x and y minus the root
 * (joint 0), divided by the larger side of the tight box round the confident joints, or round all joints where that
 * one is smaller than a pixel. The training does the same.
 */
final class NormalisedJoints {

    /** A smaller box says nothing of the person's size; dividing by it would throw the joints out of all bounds. */
    private static final float SMALLEST_PIXELS = 1;

    private final int joints;
    private final float confident;

    NormalisedJoints(int joints, float confident) {
        this.joints = joints;
        this.confident = confident;
    }

    /** Replaces the K x (x, y, confidence) values from {@code offset} on; confidences stay. */
    void of(float[] values, int offset) {
        float scale = 1 / Math.max(size(values, offset), SMALLEST_PIXELS);
        float rootX = values[offset];
        float rootY = values[offset + 1];
        for (int k = 0, i = offset; k < joints; k++, i += STRIDE_2D) {
            values[i] = (values[i] - rootX) * scale;
            values[i + 1] = (values[i + 1] - rootY) * scale;
        }
    }

    private float size(float[] values, int offset) {
        float size = size(values, offset, confident);
        return size >= SMALLEST_PIXELS ? size : Math.max(size(values, offset, 0), SMALLEST_PIXELS);
    }

    private float size(float[] values, int offset, float least) {
        return Math.max(extent(values, offset, 0, least), extent(values, offset, 1, least));
    }

    private float extent(float[] values, int offset, int axis, float least) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int k = 0, i = offset; k < joints; k++, i += STRIDE_2D) {
            if (values[i + 2] >= least) {
                low = Math.min(low, values[i + axis]);
                high = Math.max(high, values[i + axis]);
            }
        }
        return high - low;
    }
}
