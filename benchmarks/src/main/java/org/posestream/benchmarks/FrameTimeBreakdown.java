package org.posestream.benchmarks;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.posestream.inference.ModelSpec;
import org.posestream.inference.OnnxModel;
import org.posestream.metrics.LatencyRecorder;
import org.posestream.metrics.LatencySummary;
import org.posestream.metrics.Machine;
import org.posestream.metrics.Stage;
import org.posestream.server.command.EngineOptions;
import org.posestream.server.command.EngineSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What the time of a frame is made of. Frames go through the stages one at a time, so that no stage waits for a core or
 * for another frame, and the parts add up to the whole.
 */
@Command(name = "breakdown", description = "Processes a file frame by frame and shows where the time goes.",
        mixinStandardHelpOptions = true)
final class FrameTimeBreakdown implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Clip clip;

    @Option(names = "--frames", defaultValue = "900", description = "How many (default: ${DEFAULT-VALUE}).")
    private int frames;

    @Option(names = "--warm-up", defaultValue = "300", description = "Not counted (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Mixin
    private EngineOptions options;

    private MeteredFrameSource source;
    private ProcessRun run;
    /** When the warm-up ended: decoding, copying, and each network by its task, nanoseconds so far. */
    private long decodeNanos;
    private long copyNanos;
    private final Map<ModelSpec.Task, Long> networkNanos = new LinkedHashMap<>();

    @Override
    public Integer call() throws Exception {
        Main.requireAtLeast(spec, "--frames", frames, 1);
        Main.requireAtLeast(spec, "--warm-up", warmUp, 1);
        EngineSettings settings = options.settings();
        source = new MeteredFrameSource(clip.path(), warmUp + frames);
        try (ProcessRun opened = new ProcessRun(settings.withPipeline(settings.pipeline().withPermits(1)),
                this::afterFrame)) {
            run = opened;
            run.run(source);
            report();
        }
        return 0;
    }

    private void afterFrame(long frame) {
        if (frame == warmUp) {
            run.engine().pipeline().latencies().reset();
            decodeNanos = source.decodeNanos();
            copyNanos = source.copyNanos();
            run.engine().networks().forEach(network -> networkNanos.put(network.spec().task(), network.runNanos()));
        }
    }

    private void report() {
        double decode = millis(source.decodeNanos() - decodeNanos);
        double copy = millis(source.copyNanos() - copyNanos);
        double detector = inference(ModelSpec.Task.DETECTOR);
        double pose = inference(ModelSpec.Task.POSE2D) + inference(ModelSpec.Task.POSE3D);
        double lifter = inference(ModelSpec.Task.LIFTER);
        double whole = decode + millis(LatencyRecorder.TOTAL);
        Map<String, Double> rest = new LinkedHashMap<>();
        rest.put("copy of the pixels", copy);
        rest.put("detector: letterbox", millis(Stage.DECODE) - decode - copy);
        rest.put("detector: decoding, suppression, prediction", millis(Stage.DETECT) - detector);
        rest.put("joints: crop, decoding", millis(Stage.ESTIMATE) - pose);
        rest.put("tracking", millis(Stage.TRACK));
        rest.put("3D: normalisation", millis(Stage.LIFT) - lifter);
        rest.put("smoothing", millis(Stage.SMOOTH));
        rest.put("result and JSON", millis(Stage.PUBLISH));
        double stages = decode + detector + pose + lifter + sum(rest);
        rest.put("from thread to thread", whole - stages);

        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s, %s%n", clip.name(), Machine.here().describe());
        line("decoding", decode, whole);
        line("detector, mean over all frames", detector, whole);
        line("joints", pose, whole);
        line("3D", lifter, whole);
        rest.forEach((label, millis) -> line("  " + label, millis, whole));
        line("neither decoding nor inference", sum(rest), whole);
        line("a frame", whole, whole);
        out.flush();
    }

    private double inference(ModelSpec.Task task) {
        long nanos = 0;
        for (OnnxModel network : run.engine().networks()) {
            nanos += network.spec().task() == task ? network.runNanos() - networkNanos.get(task) : 0;
        }
        return millis(nanos);
    }

    /** The stage's time, mean over all frames. */
    private double millis(Stage stage) {
        return millis(stage.label());
    }

    private double millis(String label) {
        for (LatencySummary summary : run.engine().pipeline().latencies().summaries()) {
            if (summary.label().equals(label)) {
                return summary.meanMillis() * summary.count() / frames;
            }
        }
        return 0;
    }

    private double millis(long nanos) {
        return nanos * 1e-6 / frames;
    }

    private static double sum(Map<String, Double> parts) {
        return parts.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private void line(String label, double millis, double whole) {
        spec.commandLine().getOut().printf(Locale.ROOT, "%-48s %8.3f ms %6.1f %%%n", label, millis,
                100 * millis / whole);
    }
}
