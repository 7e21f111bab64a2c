package org.posestream.server.command;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Names streams after their files. */
final class StreamNames {

    private final Set<String> names = new HashSet<>();

    /** The file's name without folder and extension; for the second file of that name it ends in -2. */
    String next(String file) {
        String stem = stem(file);
        String candidate = stem;
        for (int n = 2; !names.add(candidate); n++) {
            candidate = stem + "-" + n;
        }
        return candidate;
    }

    /** The file's name without folder and extension. */
    static String stem(String file) {
        Path name = Path.of(file).toAbsolutePath().normalize().getFileName();
        String text = name == null ? "root" : name.toString();
        int dot = text.lastIndexOf('.');
        return dot > 0 ? text.substring(0, dot) : text;
    }
}
