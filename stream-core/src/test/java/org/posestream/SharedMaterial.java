package org.posestream;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the third-party material that some tests use; where it is absent they are skipped with that reason. */
public final class SharedMaterial {

    private SharedMaterial() {
    }

    /** A file such as {@code media/sports2d_demo.mp4}; skips the calling test when it is not there. */
    public static Path file(String relative) {
        Path path = root().resolve(relative);
        assumeTrue(Files.exists(path), () -> "skipped: " + relative + " is not in POSESTREAM_SHARED or ../shared");
        return path;
    }

    private static Path root() {
        String named = System.getenv("POSESTREAM_SHARED");
        if (named != null && !named.isBlank()) {
            return Path.of(named);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && !Files.exists(folder.resolve("LICENSE"))) {
            folder = folder.getParent();
        }
        return folder.resolveSibling("shared");
    }
}
