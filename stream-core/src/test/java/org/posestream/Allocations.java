package org.posestream;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what a piece of the hot path allocates. */
public final class Allocations {

    private Allocations() {
    }

    /** Bytes that this thread allocates in {@code times} runs of the action, after as many to warm up. */
    public static long bytesOf(int times, Runnable action) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        repeat(times, action);
        long before = threads.getCurrentThreadAllocatedBytes();
        repeat(times, action);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static void repeat(int times, Runnable action) {
        for (int i = 0; i < times; i++) {
            action.run();
        }
    }
}
