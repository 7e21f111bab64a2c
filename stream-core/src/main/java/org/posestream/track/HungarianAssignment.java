package org.posestream.track;

import java.util.Arrays;

/**
 * The exact assignment of rows to columns: as many allowed pairs as possible and, among those choices, the least sum
 * of costs. Shortest augmenting paths with potentials (Kuhn 1955, Munkres 1957, Jonker and Volgenant 1987), O(n^3).
 * Scratch is allocated once; single-threaded.
 */
public final class HungarianAssignment {

    private static final int NONE = -1;

    private final double[] rowPotential;
    private final double[] columnPotential;
    private final double[] slack;
    private final int[] rowOfColumn;
    private final int[] previousColumn;
    private final boolean[] visited;

    private float[] cost;
    private int rows;
    private int columns;
    private boolean transposed;
    private double forbidden;

    /** An assignment of up to {@code maxSize} rows to up to {@code maxSize} columns. */
    public HungarianAssignment(int maxSize) {
        rowPotential = new double[maxSize + 1];
        columnPotential = new double[maxSize + 1];
        slack = new double[maxSize + 1];
        rowOfColumn = new int[maxSize + 1];
        previousColumn = new int[maxSize + 1];
        visited = new boolean[maxSize + 1];
    }

    /**
     * Solves one problem.
     *
     * @param costs {@code rowCount} x {@code columnCount}, row-major; infinite where a pair is not allowed
     * @param columnOfRow receives for every row its column, or -1
     */
    public void solve(float[] costs, int rowCount, int columnCount, int[] columnOfRow) {
        load(costs, rowCount, columnCount);
        for (int row = 1; row <= rows; row++) {
            augment(findPath(row));
        }
        Arrays.fill(columnOfRow, 0, rowCount, NONE);
        for (int column = 1; column <= columns; column++) {
            int row = rowOfColumn[column];
            if (row != 0 && costAt(row, column) < forbidden) {
                columnOfRow[transposed ? column - 1 : row - 1] = transposed ? row - 1 : column - 1;
            }
        }
    }

    private void load(float[] costs, int rowCount, int columnCount) {
        cost = costs;
        transposed = rowCount > columnCount;
        rows = Math.min(rowCount, columnCount);
        columns = Math.max(rowCount, columnCount);
        forbidden = forbiddenCost(rowCount * columnCount);
        Arrays.fill(rowPotential, 0, rows + 1, 0);
        Arrays.fill(columnPotential, 0, columns + 1, 0);
        Arrays.fill(rowOfColumn, 0, columns + 1, 0);
    }

    /** Dearer than any difference that allowed pairs can make, so that no allowed pair is given up for a cheap one. */
    private double forbiddenCost(int size) {
        double largest = 1;
        for (int i = 0; i < size; i++) {
            if (Float.isFinite(cost[i])) {
                largest = Math.max(largest, Math.abs(cost[i]));
            }
        }
        return largest * (2 * rows + 1);
    }

    /** Cost of a pair; rows and columns count from 1, 0 stands for nobody. */
    private double costAt(int row, int column) {
        float value = transposed ? cost[(column - 1) * rows + row - 1] : cost[(row - 1) * columns + column - 1];
        return Float.isFinite(value) ? value : forbidden;
    }

    /** Grows a tree of shortest paths from the row until it meets a free column, which is returned. */
    private int findPath(int row) {
        Arrays.fill(slack, 0, columns + 1, Double.POSITIVE_INFINITY);
        Arrays.fill(visited, 0, columns + 1, false);
        rowOfColumn[0] = row;
        int column = 0;
        while (rowOfColumn[column] != 0) {
            visited[column] = true;
            relax(column);
            int next = nearestColumn();
            shiftPotentials(slack[next]);
            column = next;
        }
        return column;
    }

    private void relax(int column) {
        int row = rowOfColumn[column];
        for (int j = 1; j <= columns; j++) {
            double reduced = visited[j] ? Double.POSITIVE_INFINITY
                    : costAt(row, j) - rowPotential[row] - columnPotential[j];
            if (reduced < slack[j]) {
                slack[j] = reduced;
                previousColumn[j] = column;
            }
        }
    }

    private int nearestColumn() {
        int nearest = NONE;
        for (int j = 1; j <= columns; j++) {
            if (!visited[j] && (nearest == NONE || slack[j] < slack[nearest])) {
                nearest = j;
            }
        }
        return nearest;
    }

    private void shiftPotentials(double delta) {
        for (int j = 0; j <= columns; j++) {
            if (visited[j]) {
                rowPotential[rowOfColumn[j]] += delta;
                columnPotential[j] -= delta;
            } else {
                slack[j] -= delta;
            }
        }
    }

    private void augment(int freeColumn) {
        for (int column = freeColumn; column != 0; column = previousColumn[column]) {
            rowOfColumn[column] = rowOfColumn[previousColumn[column]];
        }
    }
}
