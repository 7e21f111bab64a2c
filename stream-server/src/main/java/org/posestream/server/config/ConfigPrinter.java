package org.posestream.server.config;

import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Optional;

/** Writes a configuration as YAML, without secrets: what came from the environment is shown as it was written. */
final class ConfigPrinter {

    private final Map<String, String> placeholders;
    private final StringBuilder out = new StringBuilder();

    ConfigPrinter(Map<String, String> placeholders) {
        this.placeholders = placeholders;
    }

    String print(Record root) {
        section("", root, "");
        return out.toString();
    }

    private void section(String path, Record section, String indent) {
        for (RecordComponent component : section.getClass().getRecordComponents()) {
            String key = RecordAccess.key(component);
            entry(path.isEmpty() ? key : path + "." + key, key, RecordAccess.value(component, section), indent);
        }
    }

    private void entry(String path, String key, Object value, String indent) {
        if (value instanceof Record section) {
            out.append(indent).append(key).append(":\n");
            section(path, section, indent + "  ");
        } else if (value instanceof Map<?, ?> map) {
            out.append(indent).append(key).append(map.isEmpty() ? ": {}\n" : ":\n");
            map.forEach((name, each) -> entry(path + "." + name, String.valueOf(name), each, indent + "  "));
        } else if (value != null) {
            String text = text(path, key, value);
            out.append(indent).append(key).append(':').append(text.isEmpty() ? "" : " ").append(text).append('\n');
        }
    }

    private String text(String path, String key, Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.isEmpty() ? "" : text(path, key, optional.get());
        }
        String written = placeholders.getOrDefault(path, ScalarType.format(value));
        String shown = path.matches("(cameras\\.[^.]+|camera-defaults)\\.options\\..*")
                ? ShownValue.ofOption(key, written) : ShownValue.of(written);
        return value instanceof String || placeholders.containsKey(path) ? quoted(shown) : shown;
    }

    /** As it is where YAML takes that for text, else in quotes. */
    private static String quoted(String text) {
        return text.matches("[A-Za-z/][A-Za-z0-9_./-]*") && !text.matches("(?i)null|true|false|yes|no|on|off")
                ? text : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
