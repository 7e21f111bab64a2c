package org.posestream.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.posestream.export.PartFile;

/** Samples over time: a row each, a column a quantity; the first column is what they are plotted over. */
final class SampleTable {

    private final List<String> columns;
    private final List<double[]> rows = new ArrayList<>();

    SampleTable(String... columns) {
        this.columns = List.of(columns);
    }

    /** Adds a row with a value a column. */
    void add(double... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException("a row must have " + columns.size() + " values, but has "
                    + values.length);
        }
        rows.add(values);
    }

    int size() {
        return rows.size();
    }

    /** All values of a column, in order. */
    double[] column(String name) {
        int column = columns.indexOf(name);
        return rows.stream().mapToDouble(row -> row[column]).toArray();
    }

    /** How a column grows with the first one, without the share of rows in the beginning. */
    Trend trend(String name, double withoutFirst) {
        int from = Math.min((int) (rows.size() * withoutFirst), Math.max(0, rows.size() - 2));
        return Trend.of(Arrays.copyOfRange(column(columns.get(0)), from, rows.size()),
                Arrays.copyOfRange(column(name), from, rows.size()));
    }

    /** Writes comma separated values, whole or not at all. */
    void writeCsv(Path file) throws IOException {
        PartFile target = new PartFile(file);
        List<String> lines = new ArrayList<>();
        lines.add(String.join(",", columns));
        for (double[] row : rows) {
            lines.add(Arrays.stream(row).mapToObj(SampleTable::text).collect(Collectors.joining(",")));
        }
        Files.write(target.part(), lines);
        target.complete();
    }

    private static String text(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.3f", value);
    }
}
