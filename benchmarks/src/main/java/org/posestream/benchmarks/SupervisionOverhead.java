package org.posestream.benchmarks;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;
import org.posestream.metrics.Machine;
import org.posestream.pipeline.CameraOptions;
import org.posestream.pipeline.CheapNetworks;
import org.posestream.pipeline.Freshness;
import org.posestream.pipeline.PipelineOptions;
import org.posestream.pipeline.PosePipeline;
import org.posestream.pipeline.SupervisionOptions;
import org.posestream.source.FrameSource;
import org.posestream.source.SourceException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What supervision takes of the processor while nothing happens: cameras that stream but bring no frame, so that only
 * the thread that looks after them runs. The networks are stand-ins.
 */
@Command(name = "supervision", description = "Processor time of supervision, without frames.",
        mixinStandardHelpOptions = true)
final class SupervisionOverhead implements Callable<Integer> {

    private static final Duration LONG = Duration.ofHours(1);
    private static final CameraOptions PATIENT = new CameraOptions(Freshness.LATEST, 0,
            new SupervisionOptions(LONG, LONG, LONG, 1, LONG));

    @Spec
    private CommandSpec spec;

    @Option(names = "--seconds", defaultValue = "20", description = "How long each (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--cameras", split = ",", defaultValue = "0,8,64",
            description = "How many cameras (default: ${DEFAULT-VALUE}).")
    private List<Integer> cameraCounts;

    @Override
    public Integer call() throws Exception {
        Main.requireAtLeast(spec, "--seconds", seconds, 1);
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%d s each, %s%n", seconds, Machine.here().describe());
        out.printf("%-10s %28s%n", "cameras", "core, all threads, percent");
        measure(8); // Until everything is compiled.
        for (int count : cameraCounts) {
            out.printf(Locale.ROOT, "%-10d %28.3f%n", count, measure(count) * 100);
            out.flush();
        }
        return 0;
    }

    private double measure(int count) throws Exception {
        PipelineOptions options = PipelineOptions.DEFAULTS.withMaxCameras(Math.max(1, count));
        try (PosePipeline pipeline = new PosePipeline(CheapNetworks.components(), options, List.of())) {
            pipeline.start();
            for (int i = 0; i < count; i++) {
                pipeline.supervise("camera" + i, SilentSource::new, PATIENT);
            }
            TimeUnit.SECONDS.sleep(1);
            long begin = System.nanoTime();
            long cpuBegin = ProcessUse.processorNanos();
            TimeUnit.SECONDS.sleep(seconds);
            return (double) (ProcessUse.processorNanos() - cpuBegin) / (System.nanoTime() - begin);
        }
    }

    /** Brings one frame and no more. */
    private static final class SilentSource implements FrameSource {
        private final CountDownLatch end = new CountDownLatch(1);
        private boolean begun;

        @Override
        public boolean advance() throws SourceException {
            if (!begun) {
                begun = true;
                return true;
            }
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        }

        @Override
        public void copyTo(FrameBuffer buffer) {
            buffer.resize(64, 48, ColorMatrix.BT601_LIMITED);
        }

        @Override
        public long captureNanos() {
            return 0;
        }

        @Override
        public boolean isLive() {
            return true;
        }

        @Override
        public double frameRate() {
            return 0;
        }

        @Override
        public long frameCount() {
            return 0;
        }

        @Override
        public void interrupt() {
            end.countDown();
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
