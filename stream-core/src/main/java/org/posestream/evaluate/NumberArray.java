package org.posestream.evaluate;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * An array of a NumPy file, whatever its type of numbers was.
 *
 * @param shape length of each axis
 * @param values row-major; as many as the product of the shape
 */
public record NumberArray(int[] shape, double[] values) {

    /** Whether the axes behind the first have these lengths. */
    public boolean hasRowsOf(int... sizes) {
        return shape.length == sizes.length + 1 && Arrays.equals(shape, 1, shape.length, sizes, 0, sizes.length);
    }

    /** As NumPy writes it, for example {@code (90, 17, 3)}. */
    public String shapeText() {
        return Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
