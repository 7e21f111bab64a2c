package org.posestream.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posestream.source.MissingFileException;
import org.posestream.source.Redaction;
import org.posestream.source.SourceAddress;
import org.posestream.source.SourceException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A configuration that was read.
 *
 * @param config what it says
 * @param placeholders values that came from the environment, by key, as written
 * @param warnings what may come right by itself, a line each: files that are not there
 */
public record ConfigFile(PoseStreamConfig config, Map<String, String> placeholders, List<String> warnings) {

    /**
     * Reads a file and judges all of it: keys, types, ranges, addresses, and whether files that are named are there.
     *
     * @throws ConfigException with everything that is wrong
     */
    public static ConfigFile load(Path file, Map<String, String> environment) throws ConfigException {
        return parse(file.toString(), ConfigText.read(file), environment);
    }

    /** The manual: every key with its default and what it does. */
    public static String manual() {
        try (InputStream in = ConfigFile.class.getResourceAsStream("posestream.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The configuration in the form of the file, comments left out, without a secret. */
    public String effective() {
        return new ConfigPrinter(placeholders).print(config);
    }

    static ConfigFile parse(String file, String text, Map<String, String> environment) throws ConfigException {
        ConfigProblems problems = new ConfigProblems(file);
        ConfigReader reader = new ConfigReader(problems, environment);
        Optional<Node> root = ConfigText.compose(file, text);
        PoseStreamConfig written = root.isEmpty() ? PoseStreamConfig.DEFAULT
                : reader.read("", root.get(), PoseStreamConfig.DEFAULT);
        PoseStreamConfig config = new AccessFiles(reader, problems).fill(written);
        ConfigFile read = new ConfigFile(config, reader.placeholders(), List.of());
        ConfigProblems warnings = new ConfigProblems(file);
        read.judgeDegradation(reader, problems);
        read.judgeCameras(reader, problems);
        config.cameras().forEach((name, camera) -> read.judgeAddress(name, reader, problems, warnings));
        new TargetRules(config, reader, problems, warnings).judge();
        problems.throwIfAny();
        return new ConfigFile(config, reader.placeholders(), warnings.lines());
    }

    private void judgeDegradation(ConfigReader reader, ConfigProblems problems) {
        DegradationConfig steps = config.degradation();
        Duration least = steps.window().multipliedBy(2);
        if (steps.quietTime().compareTo(least) < 0) {
            String key = "degradation.quiet-time";
            problems.add(reader.line(key), key, "must be at least twice the window, " + ScalarType.format(least)
                    + ", but is " + ScalarType.format(steps.quietTime()));
        }
        if (steps.longestQuietTime().compareTo(steps.quietTime()) < 0) {
            String key = "degradation.longest-quiet-time";
            problems.add(reader.line(key), key, "must be at least quiet-time, " + ScalarType.format(steps.quietTime())
                    + ", but is " + ScalarType.format(steps.longestQuietTime()));
        }
    }

    private void judgeCameras(ConfigReader reader, ConfigProblems problems) {
        if (config.cameraDefaults().address() != null) {
            String key = "camera-defaults.address";
            problems.add(reader.line(key), key, "is each camera's own; move it to the camera");
        }
        if (config.cameras().size() > config.pipeline().maxCameras()) {
            problems.add(reader.line("cameras"), "cameras", "there may be " + config.pipeline().maxCameras()
                    + " at most, but there are " + config.cameras().size() + "; raise pipeline.max-cameras");
        }
    }

    private void judgeAddress(String name, ConfigReader reader, ConfigProblems problems, ConfigProblems warnings) {
        String camera = "cameras." + name;
        String key = camera + ".address";
        String address = config.cameras().get(name).address();
        if (address == null) {
            if (!reader.has(key)) {
                problems.add(reader.line(camera), camera, "has no address; say what to open, for example"
                        + " address: rtsp://10.0.0.7/stream");
            }
            return;
        }
        try {
            SourceAddress.parse(address);
        } catch (MissingFileException e) {
            warnings.add(reader.line(key), key, shown(e, key, address) + " (serve waits for it)");
        } catch (SourceException e) {
            problems.add(reader.line(key), key, shown(e, key, address));
        }
    }

    /** The message, with what came from the environment as it was written. */
    private String shown(SourceException e, String key, String address) {
        return placeholders.containsKey(key)
                ? e.getMessage().replace(Redaction.of(address.strip()), Redaction.of(placeholders.get(key)))
                : e.getMessage();
    }
}
