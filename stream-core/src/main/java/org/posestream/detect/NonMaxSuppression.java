package org.posestream.detect;

import java.util.Arrays;
import org.posestream.pose.BoundingBox;

/**
 * Keeps the best of boxes that overlap: greedy, best score first, as detectors are evaluated. Single-threaded; its
 * arrays grow to the most candidates seen and are used again, so it allocates nothing once warm.
 */
public final class NonMaxSuppression {

    private static final int STRIDE = 4;

    private final float iouThreshold;
    private float[] boxes = new float[64 * STRIDE];
    private float[] scores = new float[64];
    /** Sort key per candidate: falling score in the upper half, index in the lower. */
    private long[] order = new long[64];
    private int count;
    private int kept;

    /** @param iouThreshold boxes that overlap a better one by more than this (0..1) go; 1 keeps all, sorted */
    public NonMaxSuppression(float iouThreshold) {
        if (!(iouThreshold >= 0 && iouThreshold <= 1)) {
            throw new IllegalArgumentException("iouThreshold must be in 0..1, but was " + iouThreshold);
        }
        this.iouThreshold = iouThreshold;
    }

    /** Forgets all candidates. */
    public void clear() {
        count = 0;
        kept = 0;
    }

    /** Adds a candidate; one that is empty or not finite, or whose score is not above 0, is left out. */
    public void add(float x1, float y1, float x2, float y2, float score) {
        float width = x2 - x1;
        float height = y2 - y1;
        boolean usable = score > 0 && width > 0 && height > 0 && Float.isFinite(x1 + y1 + width + height + score);
        if (!usable) {
            return;
        }
        ensureRoom();
        int i = count * STRIDE;
        boxes[i] = x1;
        boxes[i + 1] = y1;
        boxes[i + 2] = width;
        boxes[i + 3] = height;
        scores[count] = score;
        order[count] = ~(long) Float.floatToRawIntBits(score) << 32 | count;
        count++;
    }

    private void ensureRoom() {
        if (count == scores.length) {
            boxes = Arrays.copyOf(boxes, boxes.length * 2);
            scores = Arrays.copyOf(scores, scores.length * 2);
            order = Arrays.copyOf(order, order.length * 2);
        }
    }

    /**
     * Chooses among the candidates.
     *
     * @return how many are kept; read them by rank, best first
     */
    public int suppress() {
        Arrays.sort(order, 0, count);
        kept = 0;
        for (int i = 0; i < count; i++) {
            int candidate = (int) order[i];
            if (isFree(candidate)) {
                order[kept] = order[i];
                kept++;
            }
        }
        return kept;
    }

    private boolean isFree(int candidate) {
        for (int rank = 0; rank < kept; rank++) {
            int better = (int) order[rank];
            if (BoundingBox.iou(boxes, better * STRIDE, boxes, candidate * STRIDE) > iouThreshold) {
                return false;
            }
        }
        return true;
    }

    public float left(int rank) {
        return boxes[(int) order[rank] * STRIDE];
    }

    public float top(int rank) {
        return boxes[(int) order[rank] * STRIDE + 1];
    }

    public float right(int rank) {
        return left(rank) + boxes[(int) order[rank] * STRIDE + 2];
    }

    public float bottom(int rank) {
        return top(rank) + boxes[(int) order[rank] * STRIDE + 3];
    }

    public float score(int rank) {
        return scores[(int) order[rank]];
    }
}
