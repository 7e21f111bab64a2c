package org.posestream.benchmarks;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.posestream.export.PoseJsonEncoder;
import org.posestream.frame.FrameBuffer;
import org.posestream.metrics.LatencySummary;
import org.posestream.metrics.Machine;
import org.posestream.metrics.PipelineCounter;
import org.posestream.pipeline.CameraReader;
import org.posestream.pipeline.PosePipeline;
import org.posestream.pipeline.PosePublisher;
import org.posestream.pose.PoseFrame;
import org.posestream.server.command.Engine;
import org.posestream.server.command.EngineOptions;
import org.posestream.source.ReplayFrameSource;
import org.posestream.source.SourceException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Latency of a live camera: from the time at which a decoded frame was due to the time at which the bytes of its
 * message are ready. Open loop: frames come at a fixed rate whether or not the pipeline keeps up, and are decoded
 * before, so that only the pipeline is measured.
 */
@Command(name = "latency", description = "Plays decoded frames at a fixed rate, as a camera does.",
        mixinStandardHelpOptions = true)
final class PipelineLatencyBenchmark implements Callable<Integer> {

    private static final long LARGEST_NANOS = 60_000_000_000L;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Clip clip;

    @Option(names = "--rate", defaultValue = "30", description = "Frames a second (default: ${DEFAULT-VALUE}).")
    private double frameRate;

    @Option(names = "--seconds", defaultValue = "30", description = "How long (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "10", paramLabel = "SECONDS",
            description = "Not counted (default: ${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Option(names = "--decoded", defaultValue = "150",
            description = "Frames kept in memory and played forth and back (default: ${DEFAULT-VALUE}).")
    private int decoded;

    @Mixin
    private EngineOptions options;

    private final Histogram messageReady = new Histogram(1000, LARGEST_NANOS, 3);

    @Override
    public Integer call() throws Exception {
        Main.requireAtLeast(spec, "--rate", frameRate, 1);
        Main.requireAtLeast(spec, "--seconds", seconds, 1);
        Main.requireAtLeast(spec, "--warm-up", warmUpSeconds, 0);
        Main.requireAtLeast(spec, "--decoded", decoded, 1);
        List<ReplayFrameSource.Frame> frames = clip.decode(decoded);
        long warmUp = Math.round(warmUpSeconds * frameRate);
        long due = Math.round(seconds * frameRate);
        Meter meter = new Meter(warmUp);
        try (Engine engine = Engine.open(options.settings(), List.of(meter))) {
            PosePipeline pipeline = engine.pipeline();
            meter.pipeline = pipeline;
            CameraReader reader = pipeline.add("camera",
                    new ScheduledFrameSource(frames, frameRate, warmUp + due));
            reader.awaitEnd(Duration.ofSeconds(10L + 2L * (warmUpSeconds + seconds)));
            if (reader.failure().isPresent() || pipeline.metrics().count(PipelineCounter.FRAMES_FAILED) > 0) {
                throw new SourceException("frames failed, so their latency says nothing; see the log");
            }
            report(frames.get(0), pipeline, due);
        }
        return 0;
    }

    private void report(ReplayFrameSource.Frame frame, PosePipeline pipeline, long due) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%s %dx%d, %s%n", clip.name(), frame.width(), frame.height(),
                Machine.here().describe());
        out.printf(Locale.ROOT, "%d frames due at %.0f frames/s after %d s of warm-up, %d dropped%n", due,
                frameRate, warmUpSeconds, due - messageReady.getTotalCount());
        out.printf("%-28s %7s %8s %8s %8s %8s%n", "milliseconds", "frames", "mean", "p50", "p99", "max");
        for (LatencySummary stage : pipeline.latencies().summaries()) {
            line(stage.label(), stage.count(), stage.meanMillis(), stage.p50Millis(), stage.p99Millis(),
                    stage.maxMillis());
        }
        line("due until message ready", messageReady.getTotalCount(), messageReady.getMean() * 1e-6,
                messageReady.getValueAtPercentile(50) * 1e-6, messageReady.getValueAtPercentile(99) * 1e-6,
                messageReady.getMaxValue() * 1e-6);
        out.flush();
    }

    private void line(String label, long count, double... millis) {
        spec.commandLine().getOut().printf(Locale.ROOT, "%-28s %7d %8.2f %8.2f %8.2f %8.2f%n", label, count,
                millis[0], millis[1], millis[2], millis[3]);
    }

    /** Encodes each message, as the server does, and takes the time. */
    private final class Meter implements PosePublisher {
        private final PoseJsonEncoder encoder = new PoseJsonEncoder();
        private final long warmUpFrames;
        private volatile PosePipeline pipeline;
        private boolean warm;

        Meter(long warmUpFrames) {
            this.warmUpFrames = warmUpFrames;
        }

        @Override
        public void publish(PoseFrame frame, FrameBuffer pixels) {
            encoder.encode(frame);
            long latencyNanos = System.nanoTime() - frame.captureNanos();
            if (frame.sequence() < warmUpFrames) {
                return;
            }
            if (!warm) {
                warm = true;
                pipeline.latencies().reset();
            }
            messageReady.recordValue(Math.min(latencyNanos, LARGEST_NANOS));
        }
    }
}
