package org.posestream.server.config;

import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.posestream.source.Redaction;

/** Writes a configuration as YAML, without secrets: what came from the environment is shown as it was written. */
final class ConfigPrinter {

    private static final Pattern SECRET_OPTION = Pattern.compile(
            "(?i).*(pass|pwd|key|token|secret|auth|header|cookie|user|cred|url|uri|proxy|cert|iv|sign).*");

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
        boolean option = path.matches("(cameras\\.[^.]+|camera-defaults)\\.options\\..*");
        String shown = option ? option(key, written) : Redaction.of(written);
        return value instanceof String || placeholders.containsKey(path) ? quoted(shown) : shown;
    }

    /** The value of one of FFmpeg's options, unless its name suggests a secret. */
    private static String option(String name, String value) {
        return SECRET_OPTION.matcher(name).matches() ? "***" : Redaction.of(value);
    }

    /** As it is where YAML takes that for text, else in quotes. */
    private static String quoted(String text) {
        return text.matches("[A-Za-z/][A-Za-z0-9_./-]*") && !text.matches("(?i)null|true|false|yes|no|on|off")
                ? text : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
