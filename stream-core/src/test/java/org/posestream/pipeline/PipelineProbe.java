package org.posestream.pipeline;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBatch;
import org.posestream.metrics.LatencySummary;
import org.posestream.source.SourceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures, with stubs in place of networks, what the ring itself costs: processor time and latency by wait strategy at
 * 30 frames a second with four stages that wait 4 ms each, as for an accelerator (nothing would be ideal, and 16 ms),
 * and bytes allocated a frame. Run its {@code main}; it is no test, since its figures depend on the machine.
 */
final class PipelineProbe {

    private static final Logger log = LoggerFactory.getLogger(PipelineProbe.class);
    private static final int PACED_FRAMES = 300;
    private static final int ALLOCATION_FRAMES = 20_000;
    private static final long WORK_NANOS = 4_000_000;

    private PipelineProbe() {
    }

    public static void main(String[] args) throws Exception {
        for (WaitStrategy strategy : List.of(
                new StageWaitStrategy(), new BlockingWaitStrategy(), new YieldingWaitStrategy())) {
            probeWaiting(strategy);
        }
        probeAllocation();
    }

    private static void probeWaiting(WaitStrategy waitStrategy) throws Exception {
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (PosePipeline pipeline = new PosePipeline(working(), Stubs.OPTIONS.withDetectorInterval(1),
                List.of((frame, pixels) -> work()), waitStrategy)) {
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

    private static void probeAllocation() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] allocated = new long[1];
        PipelineComponents components = new PipelineComponents(new StubDetector(1) {
            @Override
            public void detect(FrameSlot[] slots, int count) {
                slots[0].people().clear();
                slots[0].people().add(10, 4, 20, 40, 0.9f);
            }
        }, new QuietEstimator(), Optional.of(new QuietLifter()));
        try (PosePipeline pipeline = Stubs.started(components)) {
            pipeline.add("warm", StubSource.file(ALLOCATION_FRAMES)).awaitEnd(Stubs.LONG);
            CameraReader reader = pipeline.add("counted", new StubSource(2 * ALLOCATION_FRAMES) {
                @Override
                public boolean advance() throws SourceException {
                    if (current() == ALLOCATION_FRAMES) {
                        allocated[0] = -bytesOfPipeline(threads);
                    }
                    boolean more = super.advance();
                    if (!more) {
                        allocated[0] += bytesOfPipeline(threads);
                    }
                    return more;
                }
            });
            reader.awaitEnd(Stubs.LONG);
        }
        log.warn("{} bytes allocated a frame of one person", allocated[0] / ALLOCATION_FRAMES);
    }

    private static long bytesOfPipeline(ThreadMXBean threads) {
        long bytes = 0;
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("stage-") || thread.getName().startsWith("reader-")) {
                bytes += threads.getThreadAllocatedBytes(thread.getId());
            }
        }
        return bytes;
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

    private static final class QuietEstimator extends StubEstimator {
        QuietEstimator() {
            super(1);
        }

        @Override
        public void estimate(PersonBatch batch) {
            float[] joints = batch.slot(0).people().joints2d();
            for (int k = 0; k < 17; k++) {
                joints[k * 3] = 10 + k % 3 * 8;
                joints[k * 3 + 1] = 4 + k * 2;
                joints[k * 3 + 2] = 0.9f;
            }
        }
    }

    private static final class QuietLifter extends StubLifter {
        @Override
        public void lift(PersonBatch batch) {
            batch.slot(0).people().joints3d()[4] = 0.1f;
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
