package org.posestream.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.posestream.source.MissingFileException;
import org.posestream.source.SourceAddress;
import org.posestream.source.SourceException;

/**
 * Reads cameras from JSON with the keys of the file, by the rules of the file; only that {@code ${NAME}} stands for
 * nothing. What is shown in place of a secret and sent back means the secret.
 */
public final class CameraSettings {

    private static final String ADDRESS = "address";

    private final ConfigInForce config;

    /** @param config says what a camera has that does not say otherwise */
    public CameraSettings(ConfigInForce config) {
        this.config = config;
    }

    /**
     * A camera of these settings alone.
     *
     * @param before what a camera of that name had
     * @throws InvalidSettingsException with everything that is wrong
     */
    public CameraConfig whole(ObjectNode sent, Optional<CameraConfig> before) throws InvalidSettingsException {
        ObjectNode settings = sent.deepCopy();
        before.ifPresent(known -> restore(settings, config.shown(known), ConfigJson.of(known)));
        return read(settings);
    }

    /**
     * A camera that has other settings than before.
     *
     * @param patch a JSON merge patch (RFC 7396): what it does not name stays, what it names null is as if never said
     * @throws InvalidSettingsException with everything that is wrong
     */
    public CameraConfig changed(ObjectNode patch, CameraConfig before) throws InvalidSettingsException {
        ObjectNode change = patch.deepCopy();
        ObjectNode settings = ConfigJson.of(before);
        restore(change, config.shown(before), settings);
        merge(settings, change);
        return read(settings);
    }

    private CameraConfig read(ObjectNode settings) throws InvalidSettingsException {
        ConfigProblems problems = new ConfigProblems("");
        ConfigReader reader = new ConfigReader(problems);
        CameraConfig camera = reader.read("", JsonNodes.of(settings), config.cameraDefaults());
        if (reader.has(ADDRESS)) {
            judge(camera.address(), problems);
        } else {
            problems.add(1, ADDRESS, "is missing; say what to open, for example rtsp://10.0.0.7/stream");
        }
        camera.options().forEach((name, value) -> {
            if (value.contains(ShownValue.SECRET)) {
                problems.add(1, "options." + name,
                        "has *** in place of a secret; send the secret, or leave the key out");
            }
        });
        if (!problems.faults().isEmpty()) {
            throw new InvalidSettingsException(problems.faults());
        }
        return camera;
    }

    private static void judge(String address, ConfigProblems problems) {
        if (address == null) {
            // Its value was refused before.
            return;
        }
        if (address.contains(ShownValue.SECRET)) {
            problems.add(1, ADDRESS, "has *** in place of a secret; send the secret");
            return;
        }
        try {
            SourceAddress.parse(address);
        } catch (MissingFileException e) {
            // Like a camera that is not there: it is tried until it comes.
        } catch (SourceException e) {
            problems.add(1, ADDRESS, e.getMessage());
        }
    }

    private static void restore(ObjectNode sent, JsonNode shown, JsonNode known) {
        for (Map.Entry<String, JsonNode> entry : sent.properties()) {
            JsonNode its = shown.path(entry.getKey());
            if (entry.getValue() instanceof ObjectNode inner) {
                restore(inner, its, known.path(entry.getKey()));
            } else if (entry.getValue().equals(its)) {
                entry.setValue(known.get(entry.getKey()));
            }
        }
    }

    private static void merge(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(entry -> {
            String key = entry.getKey();
            if (entry.getValue().isNull()) {
                target.remove(key);
            } else if (entry.getValue() instanceof ObjectNode inner) {
                merge(target.path(key) instanceof ObjectNode known ? known : target.putObject(key), inner);
            } else {
                target.set(key, entry.getValue());
            }
        });
    }
}
