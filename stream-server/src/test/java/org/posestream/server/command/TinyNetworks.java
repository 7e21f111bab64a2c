package org.posestream.server.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The tiny networks of {@code models/training/test_networks.py}: whatever is bright is a person who fills the picture
 * and stands upright.
 */
final class TinyNetworks {

    private static final String RESOURCES = "/org/posestream/networks/";

    private TinyNetworks() {
    }

    /** Puts them into the folder, and returns the options with which they run. */
    static List<String> options(Path folder) throws IOException {
        for (String name : List.of("bright-detector", "standing-pose", "failing-pose", "lifter", "lifter-temporal")) {
            copy(name + ".onnx", folder);
            copy(name + ".json", folder);
        }
        return List.of("--models", folder.toString(), "--detector", "bright-detector", "--pose", "standing-pose",
                "--lifter", "lifter", "--ep", "cpu");
    }

    private static void copy(String file, Path folder) throws IOException {
        try (InputStream in = TinyNetworks.class.getResourceAsStream(RESOURCES + file)) {
            Files.copy(in, folder.resolve(file));
        }
    }
}
