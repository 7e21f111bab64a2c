package org.posestream.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the threads of the pipelines of this process allocate. */
final class PipelineAllocations {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private PipelineAllocations() {
    }

    /** Bytes allocated so far by the readers and stages that are alive. */
    static long bytes() {
        long bytes = 0;
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("stage-") || thread.getName().startsWith("reader-")) {
                bytes += THREADS.getThreadAllocatedBytes(thread.getId());
            }
        }
        return bytes;
    }
}
