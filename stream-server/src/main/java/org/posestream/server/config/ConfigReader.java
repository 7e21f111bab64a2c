package org.posestream.server.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posestream.inference.Suggestion;
import org.posestream.source.Redaction;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Makes records of YAML sections. What is wrong is gathered, and the default stands in for it, so that one reading
 * finds everything.
 *
 * <p>A map of records holds sections by name; what such a section leaves out it takes from the record of the same type
 * that stands before the map, or from the constant {@code DEFAULT} of that type.
 */
final class ConfigReader {

    private final ConfigProblems problems;
    /** Null where values are taken as they are. */
    private final Map<String, String> environment;
    private final Map<String, Integer> lines = new HashMap<>();
    private final Map<String, String> written = new HashMap<>();

    ConfigReader(ConfigProblems problems, Map<String, String> environment) {
        this.problems = problems;
        this.environment = environment;
    }

    /**
     * One that takes values as they are: who may say which camera is opened shall not learn what the environment holds.
     */
    ConfigReader(ConfigProblems problems) {
        this(problems, null);
    }

    /** The key's line from 1, or 1 where the file does not have it. */
    int line(String key) {
        return lines.getOrDefault(key, 1);
    }

    /** Whether the file has the key. */
    boolean has(String key) {
        return lines.containsKey(key);
    }

    /** The values that came from the environment, as written in the file, by key. */
    Map<String, String> placeholders() {
        return Map.copyOf(written);
    }

    /**
     * The section as a record like the defaults.
     *
     * @param path the section's key with those before it; empty for the root
     */
    <R extends Record> R read(String path, Node node, R defaults) {
        return section(path, node, defaults, "");
    }

    /** @param source where the defaults were read from, or empty */
    private <R extends Record> R section(String path, Node node, R defaults, String source) {
        Map<String, Node> entries = entries(path, node);
        RecordComponent[] components = defaults.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String key = RecordAccess.key(components[i]);
            Object initial = RecordAccess.value(components[i], defaults);
            Node value = entries.remove(key);
            if (value == null) {
                inherit(under(source, key), under(path, key), source);
                values[i] = initial;
            } else if (initial instanceof Record section) {
                values[i] = section(under(path, key), value, section, source.isEmpty() ? "" : under(source, key));
            } else if (initial instanceof Map<?, ?> map) {
                values[i] = map(under(path, key), value, new Entries(components, values, i, map));
            } else if (initial instanceof List<?> list) {
                values[i] = list(under(path, key), value, components[i], list);
            } else {
                values[i] = scalar(under(path, key), value, components[i], initial);
            }
        }
        entries.forEach((key, value) -> refuse(under(path, key), "there is no such key"
                + mend(key, RecordAccess.keys(defaults))));
        return RecordAccess.create(defaults, values);
    }

    private static String mend(String key, List<String> known) {
        String suggestion = Suggestion.forWord(key, known);
        return suggestion.isEmpty() ? "; known here: " + String.join(", ", known) : suggestion;
    }

    /** Sections or texts by name. */
    private Map<String, Object> map(String path, Node node, Entries like) {
        Map<String, Object> values = new LinkedHashMap<>();
        entries(path, node).forEach((name, value) -> {
            String key = under(path, name);
            Matching form = like.component().getAnnotation(Matching.class);
            if (form != null && !name.matches(form.regex())) {
                refuse(key, "the name must be " + form.meaning() + ", but was '" + Redaction.of(name) + "'");
            }
            if (!RecordAccess.entryType(like.component()).isRecord()) {
                values.put(name, scalar(key, value, like.component(), ""));
                return;
            }
            Record record = like.record();
            if (!(value instanceof MappingNode) && !value.getTag().equals(Tag.NULL)) {
                refuse(key, "must be a section with keys, but is " + kind(value) + "; write " + Redaction.of(name)
                        + ": {" + RecordAccess.keys(record).get(0) + ": …}");
            } else {
                values.put(name, section(key, value, record, like.source()));
            }
        });
        return values;
    }

    /** Values one after the other; what is wrong with one is told with its number, from 1. */
    private List<?> list(String path, Node node, RecordComponent component, List<?> initial) {
        if (!(node instanceof SequenceNode sequence)) {
            refuse(path, "must be a list, each " + ScalarType.of(component).meaning() + ", but is " + kind(node)
                    + "; write " + path.substring(path.lastIndexOf('.') + 1) + ": [ONE, ANOTHER], or [] for none");
            return initial;
        }
        List<Object> values = new ArrayList<>();
        for (Node each : sequence.getValue()) {
            String key = under(path, Integer.toString(values.size() + 1));
            lines.put(key, lineOf(each));
            // What stands in for a wrong value is never used, since the file is refused.
            values.add(each.getTag().equals(Tag.NULL) ? refused(key, component) : scalar(key, each, component, null));
        }
        return values.contains(null) ? initial : values;
    }

    private Object refused(String key, RecordComponent component) {
        refuse(key, "has no value; write " + ScalarType.of(component).meaning() + ", or leave it out");
        return null;
    }

    private Object scalar(String key, Node node, RecordComponent component, Object initial) {
        ScalarType type = ScalarType.of(component);
        boolean optional = ScalarType.isOptional(component);
        if (!(node instanceof ScalarNode scalar)) {
            refuse(key, "must be " + type.meaning() + ", but is " + kind(node));
            return initial;
        }
        if (scalar.getTag().equals(Tag.NULL)) {
            if (!optional) {
                refuse(key, "has no value; write " + type.meaning() + ", or leave the key out");
            }
            return optional ? Optional.empty() : initial;
        }
        return parse(key, scalar.getValue(), type, initial);
    }

    private Object parse(String key, String text, ScalarType type, Object initial) {
        boolean hasPlace = environment != null && Placeholders.isIn(text);
        String filled;
        try {
            filled = environment == null ? text : Placeholders.fill(text, environment);
        } catch (IllegalArgumentException e) {
            refuse(key, e.getMessage());
            return initial;
        }
        if (hasPlace) {
            written.put(key, Placeholders.withoutDefaults(text));
        }
        try {
            Object value = type.parse(filled);
            return initial instanceof Optional ? Optional.of(value) : value;
        } catch (IllegalArgumentException e) {
            refuse(key, type.isSecret() ? "must be " + type.meaning()
                    : "must be " + type.meaning() + ", but was '" + shown(key, text) + "'"
                    + (hasPlace ? "" : type.suggestion(text)) + byDefault(initial));
            return initial;
        }
    }

    /** The text of a key's value as it may be shown to people. */
    private String shown(String key, String text) {
        return Redaction.of(written.getOrDefault(key, text));
    }

    private static String byDefault(Object initial) {
        return initial == null || initial.equals("") || initial.equals(Optional.empty()) ? ""
                : " (default: " + ScalarType.format(initial instanceof Optional<?> value ? value.get() : initial) + ")";
    }

    /** The keys of a section; none where it is no section, which is a problem, or has nothing in it, which is none. */
    private Map<String, Node> entries(String path, Node node) {
        Map<String, Node> entries = new LinkedHashMap<>();
        lines.putIfAbsent(path, lineOf(node));
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                entry(path, tuple, entries);
            }
        } else if (!node.getTag().equals(Tag.NULL)) {
            problems.add(lineOf(node), path, "must be a section with keys, but is " + kind(node));
        }
        return entries;
    }

    private void entry(String path, NodeTuple tuple, Map<String, Node> entries) {
        if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
            problems.add(lineOf(tuple.getKeyNode()), path, "a key must be text, but is " + kind(tuple.getKeyNode()));
            return;
        }
        String name = scalar.getValue();
        String key = under(path, name);
        Integer first = lines.get(key);
        if (entries.putIfAbsent(name, tuple.getValueNode()) == null) {
            lines.put(key, lineOf(scalar));
        } else {
            problems.add(lineOf(scalar), key, "is there twice, first in line " + first + "; keep one of them");
        }
    }

    /** What a section takes over from the defaults it takes over as written. */
    private void inherit(String from, String to, String source) {
        if (!source.isEmpty()) {
            Map.copyOf(written).forEach((key, text) -> {
                if (key.equals(from) || key.startsWith(from + ".")) {
                    written.put(to + key.substring(from.length()), text);
                }
            });
        }
    }

    private void refuse(String key, String text) {
        problems.add(line(key), key, text);
    }

    private static String under(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static String kind(Node node) {
        if (node instanceof MappingNode) {
            return "a section";
        }
        return node instanceof SequenceNode ? "a list" : "'" + Redaction.of(((ScalarNode) node).getValue()) + "'";
    }

    /** A map that is being read: its component, and the values of those before it. */
    private record Entries(RecordComponent[] components, Object[] values, int index, Map<?, ?> initial) {

        RecordComponent component() {
            return components[index];
        }

        /** What the entries begin with. */
        Record record() {
            return defaults().map(each -> (Record) values[List.of(components).indexOf(each)])
                    .orElseGet(() -> RecordAccess.defaultOf(RecordAccess.entryType(component())));
        }

        /** The key of the section with what the entries begin with, or empty. */
        String source() {
            return defaults().map(RecordAccess::key).orElse("");
        }

        private Optional<RecordComponent> defaults() {
            return List.of(components).subList(0, index).stream().filter(each -> each.getType().isRecord()
                    && each.getType() == RecordAccess.entryType(component())).findFirst();
        }
    }
}
