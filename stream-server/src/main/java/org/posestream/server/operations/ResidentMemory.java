package org.posestream.server.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What the process holds in memory, native memory included, where the system tells (Linux). */
final class ResidentMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String KEY = "VmRSS:";

    private ResidentMemory() {
    }

    static OptionalLong bytes() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return bytes(lines);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong bytes(Stream<String> status) {
        return status.filter(line -> line.startsWith(KEY))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).findFirst();
    }
}
