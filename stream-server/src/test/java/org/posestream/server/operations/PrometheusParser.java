package org.posestream.server.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text format of Prometheus, version 0.0.4, strictly: what is not allowed by its description, or advised
 * against by the conventions for names, fails the test.
 */
final class PrometheusParser {

    private static final Pattern META = Pattern.compile("# (HELP|TYPE) ([a-z_][a-z0-9_]*) (.+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-z_][a-z0-9_]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile(
            "([a-z_][a-z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\\\\\"n])*)\"(?:,|$)");
    private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram", "summary");

    /** A family of series; samples by name and labels as written, their values. */
    record Family(String name, String type, Map<String, Double> samples) {
    }

    private final Map<String, Family> families = new LinkedHashMap<>();
    private String helpOf;
    private Family current;

    static Map<String, Family> parse(String text) {
        PrometheusParser parser = new PrometheusParser();
        assertTrue(text.endsWith("\n"), "the last line must end");
        text.lines().forEach(parser::line);
        parser.families.values().forEach(PrometheusParser::check);
        return parser.families;
    }

    /** The value of a series, for example of {@code posestream_stalls_total{camera="hall"}}. */
    static double value(Map<String, Family> families, String series) {
        for (Family family : families.values()) {
            Double value = family.samples().get(series);
            if (value != null) {
                return value;
            }
        }
        throw new AssertionError(series + " is not exported");
    }

    private void line(String line) {
        Matcher meta = META.matcher(line);
        if (meta.matches()) {
            meta(meta.group(1), meta.group(2), meta.group(3));
        } else {
            Matcher sample = SAMPLE.matcher(line);
            assertTrue(sample.matches(), () -> "neither HELP, TYPE nor sample: " + line);
            sample(sample.group(1), sample.group(2) == null ? "" : sample.group(2), sample.group(3));
        }
    }

    private void meta(String keyword, String name, String rest) {
        if (keyword.equals("HELP")) {
            helpOf = name;
            return;
        }
        assertEquals(helpOf, name, "HELP stands before TYPE");
        assertTrue(TYPES.contains(rest), () -> name + " is of type " + rest);
        current = new Family(name, rest, new LinkedHashMap<>());
        assertNull(families.put(name, current), () -> name + " is described twice");
    }

    private void sample(String name, String labels, String value) {
        assertNotNull(current, () -> name + " stands before its TYPE");
        String suffix = name.startsWith(current.name()) ? name.substring(current.name().length()) : "another family";
        boolean allowed = switch (current.type()) {
            case "histogram" -> Set.of("_bucket", "_sum", "_count").contains(suffix);
            case "summary" -> Set.of("", "_sum", "_count").contains(suffix);
            default -> suffix.isEmpty();
        };
        assertTrue(allowed, () -> name + " does not belong to " + current.name());
        Map<String, String> names = labels(labels);
        assertEquals(suffix.equals("_bucket"), names.containsKey("le"), () -> name + " has le");
        Double old = current.samples().put(labels.isEmpty() ? name : name + "{" + labels + "}", number(value));
        assertNull(old, () -> name + "{" + labels + "} stands there twice");
    }

    static Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(text);
        int end = 0;
        while (label.find() && label.start() == end) {
            end = label.end();
            assertNull(labels.put(label.group(1), label.group(2)), () -> "twice the same label in " + text);
        }
        assertEquals(text.length(), end, () -> "labels are not well formed: " + text);
        return labels;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static void check(Family family) {
        assertFalse(family.samples().isEmpty(), () -> family.name() + " has no sample");
        if (family.type().equals("counter")) {
            assertTrue(family.name().endsWith("_total"), () -> family.name() + " is a counter");
            family.samples().forEach((series, value) -> assertTrue(value >= 0, series));
        } else {
            assertFalse(family.name().endsWith("_total"), () -> family.name() + " is no counter");
        }
        if (family.type().equals("histogram")) {
            checkBuckets(family);
        }
    }

    /** Counts grow with their bounds, and the last, which has none, is the count of all. */
    private static void checkBuckets(Family family) {
        String previous = null;
        double bound = 0;
        double count = 0;
        for (Map.Entry<String, Double> sample : family.samples().entrySet()) {
            String series = sample.getKey();
            String rest = series.replaceFirst(",?le=\"[^\"]*\"", "");
            if (series.startsWith(family.name() + "_bucket")) {
                double next = number(labels(series.substring(series.indexOf('{') + 1, series.length() - 1)).get("le"));
                assertTrue(!rest.equals(previous) || next > bound && sample.getValue() >= count, series);
                previous = rest;
                bound = next;
                count = sample.getValue();
            } else if (series.startsWith(family.name() + "_count")) {
                assertEquals(Double.POSITIVE_INFINITY, bound, series);
                assertEquals(count, sample.getValue(), series);
            }
        }
    }
}
