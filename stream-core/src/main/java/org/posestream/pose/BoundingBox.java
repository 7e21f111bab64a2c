package org.posestream.pose;

/**
 * An axis-aligned box in image pixels; x right, y down, the origin at the image's top left corner.
 *
 * @param x left edge
 * @param y top edge
 * @param width extent to the right, not negative
 * @param height extent downwards, not negative
 */
public record BoundingBox(float x, float y, float width, float height) {

    /** The box with these corners; they may be given in any order. */
    public static BoundingBox ofCorners(float x1, float y1, float x2, float y2) {
        return new BoundingBox(Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1));
    }

    public float right() {
        return x + width;
    }

    public float bottom() {
        return y + height;
    }

    public float centreX() {
        return x + width / 2;
    }

    public float centreY() {
        return y + height / 2;
    }

    /** Intersection over union in 0..1; 0 when either box is empty. */
    public float iou(BoundingBox other) {
        return iou(toArray(), 0, other.toArray(), 0);
    }

    /** {@link #iou(BoundingBox)} for the hot path: two boxes as (x, y, width, height) in flat arrays. */
    public static float iou(float[] a, int i, float[] b, int j) {
        float w = Math.min(a[i] + a[i + 2], b[j] + b[j + 2]) - Math.max(a[i], b[j]);
        float h = Math.min(a[i + 1] + a[i + 3], b[j + 1] + b[j + 3]) - Math.max(a[i + 1], b[j + 1]);
        if (w <= 0 || h <= 0) {
            return 0;
        }
        float intersection = w * h;
        return intersection / (a[i + 2] * a[i + 3] + b[j + 2] * b[j + 3] - intersection);
    }

    /** Grows box {@code a} until it holds {@code b}: two boxes as (x, y, width, height) in flat arrays. */
    public static void unite(float[] a, int i, float[] b, int j) {
        float right = Math.max(a[i] + a[i + 2], b[j] + b[j + 2]);
        float bottom = Math.max(a[i + 1] + a[i + 3], b[j + 1] + b[j + 3]);
        a[i] = Math.min(a[i], b[j]);
        a[i + 1] = Math.min(a[i + 1], b[j + 1]);
        a[i + 2] = right - a[i];
        a[i + 3] = bottom - a[i + 1];
    }

    private float[] toArray() {
        return new float[] {x, y, width, height};
    }
}
