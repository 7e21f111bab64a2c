package org.posestream.track;

/** The box of a person whose joints are known. */
final class JointBox {

    /** Joints below this do not count: networks put those that they cannot see anywhere in the crop. */
    static final float CONFIDENT = 0.2f;
    /** With fewer confident joints the box would say little of where the rest of the body is. */
    private static final int MIN_JOINTS = 3;
    /**
     * Margin on every side, as a share of the longer one. Eyes and ankles of a standing person lie 0.06 and 0.04 of
     * the height within the body's ends, and hands, shoulders and flesh reach about as far beyond their joints.
     */
    private static final float MARGIN = 0.08f;

    private JointBox() {
    }

    /**
     * Writes the tight box of the confident joints, with the margin, as (x, y, width, height).
     *
     * @param joints K x (x, y, confidence) from {@code offset} on, image pixels
     * @return false, with nothing written, when too few joints are confident
     */
    static boolean write(float[] joints, int offset, int jointCount, float[] box, int boxOffset) {
        float left = Float.POSITIVE_INFINITY;
        float top = Float.POSITIVE_INFINITY;
        float right = Float.NEGATIVE_INFINITY;
        float bottom = Float.NEGATIVE_INFINITY;
        int counted = 0;
        for (int i = offset; i < offset + jointCount * 3; i += 3) {
            if (joints[i + 2] >= CONFIDENT) {
                left = Math.min(left, joints[i]);
                top = Math.min(top, joints[i + 1]);
                right = Math.max(right, joints[i]);
                bottom = Math.max(bottom, joints[i + 1]);
                counted++;
            }
        }
        if (counted < MIN_JOINTS) {
            return false;
        }
        float margin = MARGIN * Math.max(right - left, bottom - top);
        box[boxOffset] = left - margin;
        box[boxOffset + 1] = top - margin;
        box[boxOffset + 2] = right - left + 2 * margin;
        box[boxOffset + 3] = bottom - top + 2 * margin;
        return true;
    }
}
