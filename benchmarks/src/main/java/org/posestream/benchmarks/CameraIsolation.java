package org.posestream.benchmarks;

import java.io.PrintWriter;
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

    @Option(names = "--seconds", defaultValue = "30", description = "How long each (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "5", paramLabel = "SECONDS",
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
        Main.requireAtLeast(spec, "--seconds", seconds, 1);
        Main.requireAtLeast(spec, "--warm-up", warmUpSeconds, 0);
        Main.requireAtLeast(spec, "--decoded", decoded, 2);
        List<ReplayFrameSource.Frame> frames = clip.decode(decoded);
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%s %dx%d at %.0f frames/s, %d s each after %d s of warm-up, %s%n", clip.name(),
                frames.get(0).width(), frames.get(0).height(), frameRate, seconds, warmUpSeconds,
                Machine.here().describe());
        out.printf("%-34s %7s %8s %8s %8s %8s %9s%n", "milliseconds of the healthy one", "frames", "dropped", "p50",
                "p99", "max", "sick out");
        try (Engine engine = Engine.open(options.settings(), List.of(new Meter()))) {
            run("alone", engine.pipeline(), frames, null);
            for (SickCamera kind : SickCamera.values()) {
                run("beside one that " + kind.label(), engine.pipeline(), frames, kind);
            }
            run("alone again", engine.pipeline(), frames, null);
        }
        return 0;
    }

    private void run(String label, PosePipeline pipeline, List<ReplayFrameSource.Frame> frames, SickCamera kind)
            throws Exception {
        CameraSupervisor sick = kind == null ? null
                : pipeline.supervise("sick", kind.opener(frames, frameRate), SickCamera.OPTIONS);
        CameraSupervisor healthy = pipeline.supervise(HEALTHY,
                () -> new ScheduledFrameSource(frames, frameRate, Long.MAX_VALUE), CameraOptions.DEFAULT);
        TimeUnit.SECONDS.sleep(warmUpSeconds);
        healthyReady.reset();
        long droppedBefore = healthy.metrics().count(PipelineCounter.FRAMES_DROPPED_BUSY);
        TimeUnit.SECONDS.sleep(seconds);
        Histogram ready = healthyReady.getIntervalHistogram();
        long dropped = healthy.metrics().count(PipelineCounter.FRAMES_DROPPED_BUSY) - droppedBefore;
        spec.commandLine().getOut().printf(Locale.ROOT, "%-34s %7d %8d %8.2f %8.2f %8.2f %9s%n", label,
                ready.getTotalCount(), dropped, ready.getValueAtPercentile(50) * 1e-6,
                ready.getValueAtPercentile(99) * 1e-6, ready.getMaxValue() * 1e-6,
                sick == null ? "" : String.format(Locale.ROOT, "%.1f/s", sick.status().framesPerSecondOut()));
        spec.commandLine().getOut().flush();
        healthy.stop();
        if (sick != null) {
            sick.stop();
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
