package org.posestream.evaluate;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/**
 * Figures side by side: one row a network (or whatever is compared), one column a figure.
 *
 * @param title what was measured; in the printed report above the table
 * @param columns the figures, at least one
 * @param rows every row with one value a column
 */
public record FigureTable(String title, List<Column> columns, List<Row> rows) {

    /**
     * One figure.
     *
     * @param key its name in JSON, lower camel case with the unit, for example {@code mpjpeMillimetres}
     * @param heading its name in the printed table
     * @param decimals digits behind the point, in print and in JSON
     */
    public record Column(String key, String heading, int decimals) {
        public Column {
            requireNonNull(key, "key is null");
            requireNonNull(heading, "heading is null");
            if (decimals < 0 || decimals > 9) {
                throw new IllegalArgumentException("decimals must be between 0 and 9, but was " + decimals);
            }
        }
    }

    /**
     * One of the compared.
     *
     * @param name of the network, for example
     * @param values one a column; NaN where a figure is unknown
     */
    public record Row(String name, List<Double> values) {
        public Row {
            requireNonNull(name, "name is null");
            values = List.copyOf(values);
        }
    }

    public FigureTable {
        requireNonNull(title, "title is null");
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        for (Row row : rows) {
            if (row.values().size() != columns.size()) {
                throw new IllegalArgumentException("row " + row.name() + " must have a value for each of "
                        + columns.size() + " columns, but has " + row.values().size());
            }
        }
    }

    /** For a terminal: title, headings and rows, each a line with a line feed; unknown figures as a dash. */
    public String toText() {
        int nameWidth = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
        StringBuilder text = new StringBuilder(title).append('\n').append(" ".repeat(nameWidth));
        for (int c = 0; c < columns.size(); c++) {
            text.append("  ").append(padded(columns.get(c).heading(), width(c)));
        }
        text.append('\n');
        for (Row row : rows) {
            text.append(row.name()).append(" ".repeat(nameWidth - row.name().length()));
            for (int c = 0; c < columns.size(); c++) {
                text.append("  ").append(padded(printed(row, c), width(c)));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        int widest = rows.stream().mapToInt(row -> printed(row, column).length()).max().orElse(0);
        return Math.max(widest, columns.get(column).heading().length());
    }

    private static String padded(String text, int width) {
        return " ".repeat(width - text.length()) + text;
    }

    private String printed(Row row, int column) {
        double value = row.values().get(column);
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + columns.get(column).decimals() + "f", value)
                : "-";
    }

    /** {@code {"title", "rows": [{"name", KEY: number or null, ...}]}}. */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("title", title);
        ArrayNode list = json.putArray("rows");
        for (Row row : rows) {
            ObjectNode object = list.addObject().put("name", row.name());
            for (int c = 0; c < columns.size(); c++) {
                object.put(columns.get(c).key(), rounded(row.values().get(c), columns.get(c).decimals()));
            }
        }
        return json;
    }

    private static BigDecimal rounded(double value, int decimals) {
        return Double.isFinite(value) ? BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP) : null;
    }
}
