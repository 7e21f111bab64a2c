package org.posestream.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this process took of the machine so far. */
final class ProcessUse {

    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessUse() {
    }

    /** Resident memory of this process in MiB; 0 where the system does not tell. */
    static long residentMebibytes() {
        String kibibytes = field("VmRSS", "0 kB");
        return Long.parseLong(kibibytes.substring(0, kibibytes.indexOf(' '))) / 1024;
    }

    /** Processor time that all threads of this process took so far. */
    static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static String field(String name, String otherwise) {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(name)).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }
}
