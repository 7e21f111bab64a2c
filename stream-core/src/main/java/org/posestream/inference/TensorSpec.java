package org.posestream.inference;

import java.util.Arrays;

/**
 * An input or output of a network as its card promises it.
 *
 * @param name name in the graph
 * @param shape sizes of the axes; the first is the batch; -1 where any size goes
 */
public record TensorSpec(String name, long[] shape) {

    /** Whether one image's share has a size that is known before the run. */
    boolean isFixedSize() {
        return Arrays.stream(shape).skip(1).allMatch(size -> size > 0);
    }

    /** Values of one image; only for a fixed size. */
    int valuesPerImage() {
        return Math.toIntExact(Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact));
    }

    /** The shape for this many images. */
    long[] shapeOf(int batchSize) {
        long[] sized = shape.clone();
        sized[0] = batchSize;
        return sized;
    }

    @Override
    public String toString() {
        return "'" + name + "' " + Arrays.toString(shape);
    }
}
