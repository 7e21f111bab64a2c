package org.posestream.server.config;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;

/**
 * What a running server goes by, and shows without secrets: what came from the environment is shown as it was written,
 * also where a camera took it over from a file that has been read anew since. Any thread may use it.
 */
public final class ConfigInForce {

    private static final String DEFAULTS = "camera-defaults.";
    private static final String CAMERAS = "cameras.";
    private static final String OPTIONS = "options.";

    private volatile State state;

    public ConfigInForce(ConfigFile first) {
        state = new State(first.config(), Map.of(), Map.of()).followedBy(first);
    }

    /** Another configuration; one thread at a time. */
    public void set(ConfigFile next) {
        state = state.followedBy(next);
    }

    /** As it was set. */
    public PoseStreamConfig config() {
        return state.config;
    }

    /** What a camera has that does not say otherwise. */
    public CameraConfig cameraDefaults() {
        return state.config.cameraDefaults();
    }

    /** A camera's settings, as they may be shown. */
    public ObjectNode shown(CameraConfig camera) {
        Map<Value, String> written = state.written;
        ObjectNode json = ConfigJson.of(camera);
        show("", json, (key, text) -> written.getOrDefault(new Value(key, text), text));
        return json;
    }

    /**
     * All of it, as it may be shown.
     *
     * @param cameras those that there are, by name
     */
    public ObjectNode shown(Map<String, CameraConfig> cameras) {
        State now = state;
        ObjectNode json = ConfigJson.of(now.config.withCameras(Map.of()));
        show("", json, (key, text) -> now.placeholders.getOrDefault(key, text));
        ObjectNode shown = json.putObject("cameras");
        cameras.forEach((name, camera) -> shown.set(name, shown(camera)));
        return json;
    }

    private static void show(String path, ObjectNode section, Writing writing) {
        section.properties().forEach(entry -> entry.setValue(shown(path, entry.getKey(), entry.getValue(), writing)));
    }

    private static JsonNode shown(String path, String key, JsonNode value, Writing writing) {
        String whole = path + key;
        if (value instanceof ObjectNode section) {
            show(whole + ".", section, writing);
            return section;
        }
        if (value instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, shown(whole + ".", Integer.toString(i + 1), list.get(i), writing));
            }
            return list;
        }
        String text = value.asText();
        String written = writing.of(whole, text);
        if (!value.isTextual() && written.equals(text)) {
            return value;
        }
        return TextNode.valueOf(isOption(path) ? ShownValue.ofOption(key, written) : ShownValue.of(written));
    }

    private static boolean isOption(String path) {
        return path.equals(OPTIONS) || path.equals(DEFAULTS + OPTIONS);
    }

    /** What a value was written as. */
    private interface Writing {

        String of(String key, String text);
    }

    /**
     * A value of a camera.
     *
     * @param key within its section
     */
    private record Value(String key, String text) {
    }

    /**
     * @param placeholders what was written, by key
     * @param written the same for every value that a camera may have
     */
    private record State(PoseStreamConfig config, Map<String, String> placeholders, Map<Value, String> written) {

        State {
            requireNonNull(config, "config is null");
        }

        State followedBy(ConfigFile next) {
            Map<String, String> allPlaceholders = new HashMap<>(placeholders);
            allPlaceholders.putAll(next.placeholders());
            Map<Value, String> allWritten = new HashMap<>(written);
            values("", ConfigJson.of(next.config()), next.placeholders(), allWritten);
            return new State(next.config(), allPlaceholders, allWritten);
        }

        private static void values(String path, JsonNode section, Map<String, String> placeholders,
                Map<Value, String> values) {
            section.properties().forEach(entry -> {
                String key = path + entry.getKey();
                if (entry.getValue().isObject()) {
                    values(key + ".", entry.getValue(), placeholders, values);
                } else if (placeholders.containsKey(key)) {
                    values.put(new Value(withinCamera(key), entry.getValue().asText()), placeholders.get(key));
                }
            });
        }

        private static String withinCamera(String key) {
            String within = key.startsWith(CAMERAS) ? key.substring(key.indexOf('.', CAMERAS.length()) + 1) : key;
            return within.startsWith(DEFAULTS) ? within.substring(DEFAULTS.length()) : within;
        }
    }
}
