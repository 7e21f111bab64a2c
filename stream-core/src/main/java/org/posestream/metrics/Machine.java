package org.posestream.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a figure was measured on; a time without it means nothing.
 *
 * @param processor its name, or the architecture where the system does not tell
 * @param cores that the program may use
 * @param java version of Java
 * @param system name and version of the operating system
 */
public record Machine(String processor, int cores, String java, String system) {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /** The machine that this runs on. */
    public static Machine here() {
        return new Machine(processorName(), Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"));
    }

    /** In one line. */
    public String describe() {
        return processor + ", " + cores + " cores, JDK " + java + ", " + system;
    }

    private static String processorName() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name")).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
