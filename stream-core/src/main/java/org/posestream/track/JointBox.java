package org.posestream.track;

/** The box of a person whose joints are known. */
final class JointBox {

    /**
     * Joints count that are at least this share as confident as the person's best: networks put those that they cannot
     * see anywhere in the crop, and one such ankle lets the box grow from frame to frame. A share, since networks
     * differ in how sure they are at all.
     */
    private static final float SHARE_OF_BEST = 0.4f;
    /** Joints below this never count. */
    private static final float MIN_CONFIDENCE = 0.1f;
    /**
     * With a smaller share of its joints confident, a box may leave out part of the body: a weak network that is unsure
     * of the legs would lose them for good, as the next crop would not show them.
     */
    private static final float SHARE_OF_WHOLE = 0.75f;
    /** With fewer confident joints the box would say little of where the rest of the body is. */
    private static final int MIN_JOINTS = 3;
    /**
     * Margin on every side, as a share of the longer one. Eyes and ankles of a standing person lie 0.06 and 0.04 of
     * the height within the body's ends, and hands, shoulders and flesh reach about as far beyond their joints.
     */
    private static final float MARGIN = 0.08f;

    private JointBox() {
    }

    /** The confidence from which on a joint of this person counts. */
    static float enoughConfidence(float[] joints, int offset, int jointCount) {
        float best = 0;
        for (int i = offset + 2; i < offset + jointCount * 3; i += 3) {
            best = Math.max(best, joints[i]);
        }
        return Math.max(MIN_CONFIDENCE, SHARE_OF_BEST * best);
    }

    /** Whether so few joints are confident that the person reaches beyond their box. */
    static boolean isPartial(float[] joints, int offset, int jointCount) {
        float enough = enoughConfidence(joints, offset, jointCount);
        int counted = 0;
        for (int i = offset + 2; i < offset + jointCount * 3; i += 3) {
            counted += joints[i] >= enough ? 1 : 0;
        }
        return counted < SHARE_OF_WHOLE * jointCount;
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
        float enough = enoughConfidence(joints, offset, jointCount);
        for (int i = offset; i < offset + jointCount * 3; i += 3) {
            if (joints[i + 2] >= enough) {
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
