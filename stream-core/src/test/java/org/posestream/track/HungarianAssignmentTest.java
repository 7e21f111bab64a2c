package org.posestream.track;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HungarianAssignmentTest {

    private static final float NO = Float.POSITIVE_INFINITY;

    private final HungarianAssignment assignment = new HungarianAssignment(6);

    @Test
    void shouldFindTheCheapestPairs() {
        float[] cost = {
            4, 1, 3,
            2, 0, 5,
            3, 2, 2};

        assertArrayEquals(new int[] {1, 0, 2}, solve(cost, 3, 3));
    }

    @Test
    void shouldLeaveRowsOverWhenColumnsAreFew() {
        assertArrayEquals(new int[] {-1, 0, 1}, solve(new float[] {5, 5, 1, 9, 9, 2}, 3, 2));
    }

    @Test
    void shouldNeverTakeAForbiddenPair() {
        assertArrayEquals(new int[] {-1, 0}, solve(new float[] {0.5f, NO, 0.1f, NO}, 2, 2));
        assertArrayEquals(new int[] {-1}, solve(new float[] {NO, NO}, 1, 2));
    }

    @Test
    void shouldRatherMakeTwoDearPairsThanOneCheapOne() {
        assertArrayEquals(new int[] {1, 0}, solve(new float[] {0, 0.9f, 0.9f, NO}, 2, 2));
    }

    @Test
    void shouldTakeAnEmptyProblem() {
        assertArrayEquals(new int[] {-1, -1}, solve(new float[0], 2, 0));
        assertArrayEquals(new int[0], solve(new float[0], 0, 3));
    }

    @Property
    void shouldBeAsGoodAsTryingEverything(@ForAll @IntRange(min = 1, max = 6) int rows,
            @ForAll @IntRange(min = 1, max = 6) int columns, @ForAll long seed) {
        float[] cost = randomCosts(new Random(seed), rows * columns);

        int[] columnOfRow = solve(cost, rows, columns);

        boolean[] taken = new boolean[columns];
        int pairs = 0;
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            int column = columnOfRow[row];
            if (column >= 0) {
                assertTrue(!taken[column] && Float.isFinite(cost[row * columns + column]));
                taken[column] = true;
                pairs++;
                sum += cost[row * columns + column];
            }
        }
        double[] best = tryEverything(cost, rows, columns, 0, new boolean[columns]);
        assertEquals(best[0], pairs);
        assertEquals(best[1], sum, 1e-5);
    }

    private int[] solve(float[] cost, int rows, int columns) {
        int[] columnOfRow = new int[rows];
        assignment.solve(cost, rows, columns, columnOfRow);
        return columnOfRow;
    }

    private static float[] randomCosts(Random random, int size) {
        float[] cost = new float[size];
        for (int i = 0; i < size; i++) {
            cost[i] = random.nextInt(3) == 0 ? NO : random.nextInt(50) / 10f - 1;
        }
        return cost;
    }

    /** Number of pairs and sum of the best choice from this row on. */
    private static double[] tryEverything(float[] cost, int rows, int columns, int row, boolean[] taken) {
        if (row == rows) {
            return new double[2];
        }
        double[] best = tryEverything(cost, rows, columns, row + 1, taken);
        for (int column = 0; column < columns; column++) {
            float value = cost[row * columns + column];
            if (!taken[column] && Float.isFinite(value)) {
                taken[column] = true;
                double[] rest = tryEverything(cost, rows, columns, row + 1, taken);
                taken[column] = false;
                if (rest[0] + 1 > best[0] || rest[0] + 1 == best[0] && rest[1] + value < best[1]) {
                    best = new double[] {rest[0] + 1, rest[1] + value};
                }
            }
        }
        return best;
    }
}
