package org.posestream.benchmarks;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.posestream.export.PoseJsonEncoder;
import org.posestream.frame.FrameBuffer;
import org.posestream.metrics.Machine;
import org.posestream.metrics.PipelineCounter;
import org.posestream.pipeline.CameraOptions;
import org.posestream.pipeline.CameraSupervisor;
import org.posestream.pipeline.PosePipeline;
import org.posestream.pipeline.PosePublisher;
import org.posestream.pose.PoseFrame;
import org.posestream.server.command.Engine;
import org.posestream.server.command.EngineOptions;
import org.posestream.source.ReplayFrameSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What a sick camera costs a healthy one beside it: the healthy one's latency, from the time at which a frame was due
 * to the time at which the bytes of its message are ready, alone and beside each kind of {@link SickCamera}. A second
 * healthy camera stands for what any camera costs, sick or not.
 */
@Command(name = "isolation", description = "Latency of a healthy camera beside sick ones.",
        mixinStandardHelpOptions = true)
final class CameraIsolation implements Callable<Integer> {

    private static final String HEALTHY = "healthy";
    private static final long LARGEST_NANOS = 60_000_000_000L;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Clip clip;

    @Option(names = "--rate", defaultValue = "10",
            description = "Frames a second of each camera (default: ${DEFAULT-VALUE}).")
    private double frameRate;

    @Option(names = "--rounds", defaultValue = "3",
            description = "How often each comes in turn, so that a busy spell of the machine hits all"
                    + " (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "10",
            description = "How long each in a round (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "2", paramLabel = "SECONDS",
            description = "Not counted, each (default: ${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Option(names = "--decoded", defaultValue = "60",
            description = "Frames kept in memory and played forth and back (default: ${DEFAULT-VALUE}).")
    private int decoded;

    @Mixin
    private EngineOptions options;

    private final Recorder healthyReady = new Recorder(1000, LARGEST_NANOS, 3);

    @Override
    public Integer call() throws Exception {
        Main.requireAtLeast(spec, "--rate", frameRate, 1);
        Main.requireAtLeast(spec, "--rounds", rounds, 1);
        Main.requireAtLeast(spec, "--seconds", seconds, 1);
        Main.requireAtLeast(spec, "--warm-up", warmUpSeconds, 0);
        Main.requireAtLeast(spec, "--decoded", decoded, 2);
        List<ReplayFrameSource.Frame> frames = clip.decode(decoded);
        List<Result> results = new ArrayList<>();
        results.add(new Result("alone", null));
        for (SickCamera kind : SickCamera.values()) {
            results.add(new Result("beside one that " + kind.label(), kind));
        }
        try (Engine engine = Engine.open(options.settings(), List.of(new Meter()))) {
            for (int round = 0; round < rounds; round++) {
                for (Result result : results) {
                    run(result, engine.pipeline(), frames);
                }
            }
        }
        report(results, frames.get(0));
        return 0;
    }

    private void run(Result result, PosePipeline pipeline, List<ReplayFrameSource.Frame> frames) throws Exception {
        CameraSupervisor sick = result.sick == null ? null
                : pipeline.supervise("sick", result.sick.opener(frames, frameRate), SickCamera.OPTIONS);
        CameraSupervisor healthy = pipeline.supervise(HEALTHY,
                () -> new ScheduledFrameSource(frames, frameRate, Long.MAX_VALUE), CameraOptions.DEFAULT);
        TimeUnit.SECONDS.sleep(warmUpSeconds);
        healthyReady.reset();
        long droppedBefore = healthy.metrics().count(PipelineCounter.FRAMES_DROPPED_BUSY);
        TimeUnit.SECONDS.sleep(seconds);
        result.ready.add(healthyReady.getIntervalHistogram());
        result.dropped += healthy.metrics().count(PipelineCounter.FRAMES_DROPPED_BUSY) - droppedBefore;
        healthy.stop();
        if (sick != null) {
            result.sickFramesPerSecond = sick.status().framesPerSecondOut();
            sick.stop();
        }
    }

    private void report(List<Result> results, ReplayFrameSource.Frame frame) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%s %dx%d at %.0f frames/s, %d times %d s each, %s%n", clip.name(), frame.width(),
                frame.height(), frameRate, rounds, seconds, Machine.here().describe());
        out.printf("%-46s %7s %8s %8s %8s %8s %9s%n", "milliseconds until the healthy one's message", "frames",
                "dropped", "p50", "p99", "max", "sick out");
        for (Result result : results) {
            out.printf(Locale.ROOT, "%-46s %7d %8d %8.2f %8.2f %8.2f %7.1f/s%n", result.label,
                    result.ready.getTotalCount(), result.dropped, result.ready.getValueAtPercentile(50) * 1e-6,
                    result.ready.getValueAtPercentile(99) * 1e-6, result.ready.getMaxValue() * 1e-6,
                    result.sickFramesPerSecond);
        }
        out.flush();
    }

    /** All rounds of one kind. */
    private static final class Result {
        private final String label;
        private final SickCamera sick;
        private final Histogram ready = new Histogram(1000, LARGEST_NANOS, 3);
        private long dropped;
        private double sickFramesPerSecond;

        Result(String label, SickCamera sick) {
            this.label = label;
            this.sick = sick;
        }
    }

    /** Encodes each message, as the server does, and takes the time of the healthy camera's. */
    private final class Meter implements PosePublisher {
        private final PoseJsonEncoder encoder = new PoseJsonEncoder();

        @Override
        public void publish(PoseFrame frame, FrameBuffer pixels) {
            encoder.encode(frame);
            if (frame.stream().equals(HEALTHY)) {
                healthyReady.recordValue(Math.min(System.nanoTime() - frame.captureNanos(), LARGEST_NANOS));
            }
        }
    }
}
