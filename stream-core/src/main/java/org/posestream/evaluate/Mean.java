package org.posestream.evaluate;

/**
 * A mean that can go on.
 *
 * @param sum of the values
 * @param count of the values
 */
record Mean(double sum, long count) {

    static final Mean NONE = new Mean(0, 0);

    Mean with(double value) {
        return new Mean(sum + value, count + 1);
    }

    Mean plus(Mean other) {
        return new Mean(sum + other.sum, count + other.count);
    }

    /** NaN when there are no values. */
    double value() {
        return sum / count;
    }
}
