package org.posestream.evaluate;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import org.posestream.inference.OnnxModel;

/** How long one call of a network takes. */
final class CallTime {

    /** Calls before the first that counts; memory and caches have settled by then. */
    private static final int WARM_UP_CALLS = 10;
    private static final int CALLS = 51;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CallTime() {
    }

    /**
     * Median time of a call for one image at one thread, with the input of the last call: processor time of that
     * thread, so that other programs on the machine do not count; on an idle core it is the time that passes.
     */
    static double medianMillis(OnnxModel model) {
        double[] millis = new double[CALLS];
        for (int i = -WARM_UP_CALLS; i < CALLS; i++) {
            long begin = nanos();
            model.run(1);
            if (i >= 0) {
                millis[i] = (nanos() - begin) / 1e6;
            }
        }
        Arrays.sort(millis);
        return millis[CALLS / 2];
    }

    private static long nanos() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }
}
