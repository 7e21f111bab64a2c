package org.posestream.benchmarks;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What this process took of the machine so far. */
final class ProcessUse {

    private static final double MEBIBYTE = 1024 * 1024;
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

    /** Threads of this process, native ones included where the system tells. */
    static int threads() {
        int javaThreads = ManagementFactory.getThreadMXBean().getThreadCount();
        return Integer.parseInt(field("Threads", Integer.toString(javaThreads)));
    }

    /** Open files, sockets included; 0 where the system does not tell. */
    static long fileDescriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount() : 0;
    }

    /** What was left in the heap by its last collection, MiB. */
    static double liveHeapMebibytes() {
        GcInfo last = null;
        for (var collector : ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class)) {
            GcInfo info = collector.getLastGcInfo();
            if (info != null && (last == null || info.getEndTime() > last.getEndTime())) {
                last = info;
            }
        }
        Map<String, MemoryUsage> left = last == null ? Map.of() : last.getMemoryUsageAfterGc();
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(pool -> left.get(pool.getName())).filter(Objects::nonNull)
                .mapToLong(MemoryUsage::getUsed).sum() / MEBIBYTE;
    }

    /** Memory of direct byte buffers, MiB. */
    static double directMebibytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed).sum() / MEBIBYTE;
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
