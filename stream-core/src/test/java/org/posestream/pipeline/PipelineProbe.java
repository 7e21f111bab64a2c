package org.posestream.pipeline;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.posestream.metrics.LatencySummary;
import org.posestream.source.SourceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures, with stubs in place of networks, what waiting costs: processor time and latency by wait strategy, the
 * Disruptor's own for comparison, at 30 frames a second with four stages that wait 4 ms each, as for an accelerator
 * (nothing would be ideal, and 16 ms). Run its {@code main}; it is no test, since its figures depend on the machine.
 * What a frame costs in the ring is measured by the benchmarks.
 */
final class PipelineProbe {

    private static final Logger log = LoggerFactory.getLogger(PipelineProbe.class);
    private static final int PACED_FRAMES = 300;
    private static final long WORK_NANOS = 4_000_000;

    private PipelineProbe() {
    }

    public static void main(String[] args) throws Exception {
        for (WaitStrategy strategy : List.of(
                new StageWaitStrategy(), new BlockingWaitStrategy(), new YieldingWaitStrategy())) {
            probeWaiting(strategy);
        }
    }

    private static void probeWaiting(WaitStrategy waitStrategy) throws Exception {
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (PosePipeline pipeline = new PosePipeline(working(), Stubs.OPTIONS.withDetectorInterval(1),
                List.of((frame, pixels) -> work()), waitStrategy, System::nanoTime)) {
            pipeline.start();
            long begin = System.nanoTime();
            long cpuBegin = process.getProcessCpuTime();
            pipeline.add("paced", new PacedSource()).awaitEnd(Stubs.LONG);
            double cpu = (double) (process.getProcessCpuTime() - cpuBegin) / (System.nanoTime() - begin);
            LatencySummary total = pipeline.latencies().total();
            log.warn(String.format("%s: %.1f %% of a core, p50 %.1f ms, p99 %.1f ms, %d of %d frames",
                    waitStrategy.getClass().getSimpleName(), cpu * 100, total.p50Millis(), total.p99Millis(),
                    total.count(), PACED_FRAMES));
        }
    }

    private static PipelineComponents working() {
        return new PipelineComponents(
                new StubDetector(1) {
                    @Override
                    void before(List<String> frames) {
                        work();
                    }
                },
                new StubEstimator(1) {
                    @Override
                    void before(List<String> frames) {
                        work();
                    }
                },
                Optional.of(new StubLifter() {
                    @Override
                    void before(List<String> frames) {
                        work();
                    }
                }));
    }

    private static void work() {
        long end = System.nanoTime() + WORK_NANOS;
        for (long left = WORK_NANOS; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** A camera of 30 frames a second. */
    private static final class PacedSource extends StubSource {
        private final long begin = System.nanoTime();

        PacedSource() {
            super(PACED_FRAMES);
        }

        @Override
        public boolean isLive() {
            return true;
        }

        @Override
        public boolean advance() throws SourceException {
            long due = begin + (current() + 2) * FRAME_NANOS;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            return super.advance();
        }
    }
}
