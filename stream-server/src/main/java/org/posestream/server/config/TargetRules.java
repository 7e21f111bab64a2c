package org.posestream.server.config;

import java.util.Optional;

/** What is asked of the targets of {@code vmc} and {@code osc} beyond the form of their values. */
final class TargetRules {

    private final PoseStreamConfig config;
    private final ConfigReader reader;
    private final ConfigProblems problems;
    private final ConfigProblems warnings;

    TargetRules(PoseStreamConfig config, ConfigReader reader, ConfigProblems problems, ConfigProblems warnings) {
        this.config = config;
        this.reader = reader;
        this.problems = problems;
        this.warnings = warnings;
    }

    void judge() {
        noAddress("vmc-defaults", config.vmcDefaults().address());
        noAddress("osc-defaults", config.oscDefaults().address());
        config.vmc().forEach((name, target) ->
                target("vmc." + name, target.address(), target::udpAddress, target.camera()));
        config.osc().forEach((name, target) ->
                target("osc." + name, target.address(), target::udpAddress, target.camera()));
    }

    private void noAddress(String defaults, String address) {
        if (address != null) {
            String key = defaults + ".address";
            problems.add(reader.line(key), key, "is each target's own; move it to the target");
        }
    }

    private void target(String path, String address, Runnable parsing, Optional<String> camera) {
        String key = path + ".address";
        if (address == null) {
            if (!reader.has(key)) {
                problems.add(reader.line(path), path, "has no address; say where the receiver listens, for example"
                        + " address: 192.168.0.5:39539");
            }
        } else {
            try {
                parsing.run();
            } catch (IllegalArgumentException e) {
                problems.add(reader.line(key), key, reader.placeholders().containsKey(key)
                        ? "must be HOST:PORT, but the environment's is not" : e.getMessage());
            }
        }
        String cameraKey = path + ".camera";
        if (camera.isPresent() && !config.cameras().containsKey(camera.get())) {
            warnings.add(reader.line(cameraKey), cameraKey, "there is no camera '" + camera.get()
                    + "' here; known are " + (config.cameras().isEmpty() ? "none"
                            : String.join(", ", config.cameras().keySet())) + " (the target waits for it)");
        }
    }
}
