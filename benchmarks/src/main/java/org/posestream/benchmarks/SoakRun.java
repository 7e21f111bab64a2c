package org.posestream.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.posestream.metrics.Machine;
import org.posestream.metrics.PipelineCounter;
import org.posestream.metrics.PipelineMetrics;
import org.posestream.pipeline.PosePublisher;
import org.posestream.server.command.Engine;
import org.posestream.server.command.EngineOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Hours of several cameras with the real networks, some of them broken now and then; samples what the process holds and
 * how late results are, and tells by how much that grows. The servers of the cameras run in the same process, so that
 * what they hold is counted, too.
 */
@Command(name = "soak", description = "Runs cameras for long; does anything grow?", mixinStandardHelpOptions = true)
final class SoakRun implements Callable<Integer> {

    private static final double MINUTES_PER_HOUR = 60;
    /** Of the samples, in the beginning: code is compiled and memory is taken for the first time. */
    private static final double WARM_UP = 0.25;
    private static final long LARGEST_NANOS = 600_000_000_000L;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Clip clip;

    @Option(names = "--minutes", defaultValue = "20", description = "How long (default: ${DEFAULT-VALUE}).")
    private double minutes;

    @Option(names = "--cameras", defaultValue = "4",
            description = "By turns over RTSP and from the file (default: ${DEFAULT-VALUE}).")
    private int cameraCount;

    @Option(names = "--rate", defaultValue = "10",
            description = "Frames a second of each camera (default: ${DEFAULT-VALUE}).")
    private int framesPerSecond;

    @Option(names = "--sample", defaultValue = "10", paramLabel = "SECONDS",
            description = "From one sample to the next (default: ${DEFAULT-VALUE}).")
    private int sampleSeconds;

    @Option(names = "--faults", defaultValue = "20", paramLabel = "SECONDS",
            description = "From the end of one fault of an RTSP camera to the next; 0 for none"
                    + " (default: ${DEFAULT-VALUE}).")
    private int faultSeconds;

    @Option(names = "--out", defaultValue = "benchmarks/target/soak", paramLabel = "DIR",
            description = "Gets soak.csv, at every sample, and soak.png (default: ${DEFAULT-VALUE}).")
    private Path folder;

    @Mixin
    private EngineOptions options;

    private final Recorder latencies = new Recorder(1000, LARGEST_NANOS, 3);
    private final SampleTable samples = new SampleTable("minutes", "resident", "heap", "direct", "threads", "files",
            "in", "out", "dropped", "lost", "p50", "p99");
    private long lastNanos;
    private long[] lastCounts;

    @Override
    public Integer call() throws Exception {
        Main.requireAtLeast(spec, "--sample", sampleSeconds, 1);
        Main.requireAtLeast(spec, "--faults", faultSeconds, 0);
        Main.requireAtLeast(spec, "the number of samples in --minutes", minutes * 60 / sampleSeconds, 3);
        Main.requireAtLeast(spec, "--cameras", cameraCount, 1);
        Main.requireAtLeast(spec, "--rate", framesPerSecond, 1);
        Files.createDirectories(folder);
        PosePublisher meter = (frame, pixels) ->
                latencies.recordValue(Math.max(0, Math.min(LARGEST_NANOS, System.nanoTime() - frame.captureNanos())));
        try (SoakCameras cameras = new SoakCameras(clip.path(), framesPerSecond);
                Engine engine = Engine.open(options.settings(), List.of(meter))) {
            cameras.addTo(engine.pipeline(), cameraCount);
            try (FaultInjector injector = new FaultInjector(cameras.servers(), faultSeconds, 1)) {
                if (faultSeconds > 0) {
                    injector.start();
                }
                run(engine.pipeline().metrics());
                report(injector.faults());
            }
        }
        return 0;
    }

    private void run(PipelineMetrics metrics) throws InterruptedException, IOException {
        long begin = System.nanoTime();
        lastNanos = begin;
        lastCounts = counts(metrics);
        long end = begin + Math.round(minutes * 60e9);
        for (long due = begin; due < end;) {
            due += TimeUnit.SECONDS.toNanos(sampleSeconds);
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            sample(metrics, begin);
            samples.writeCsv(folder.resolve("soak.csv"));
        }
    }

    private void sample(PipelineMetrics metrics, long beginNanos) {
        long now = System.nanoTime();
        long[] counts = counts(metrics);
        double seconds = (now - lastNanos) * 1e-9;
        Histogram recent = latencies.getIntervalHistogram();
        samples.add((now - beginNanos) / 60e9, ProcessUse.residentMebibytes(), ProcessUse.liveHeapMebibytes(),
                ProcessUse.directMebibytes(), ProcessUse.threads(), ProcessUse.fileDescriptors(),
                (counts[0] - lastCounts[0]) / seconds, (counts[1] - lastCounts[1]) / seconds,
                (counts[2] - lastCounts[2]) / seconds * 60, counts[3], recent.getValueAtPercentile(50) * 1e-6,
                recent.getValueAtPercentile(99) * 1e-6);
        lastNanos = now;
        lastCounts = counts;
    }

    private static long[] counts(PipelineMetrics metrics) {
        return new long[] {
            metrics.count(PipelineCounter.FRAMES_READ) - metrics.count(PipelineCounter.FRAMES_DROPPED_RATE),
            metrics.count(PipelineCounter.FRAMES_PUBLISHED), metrics.count(PipelineCounter.FRAMES_DROPPED_BUSY),
            metrics.count(PipelineCounter.RECONNECTS)};
    }

    private void report(int faults) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%s, %d cameras at %d frames/s, %.1f minutes, %d faults, %s%n", clip.name(),
                cameraCount, framesPerSecond, minutes, faults, Machine.here().describe());
        out.printf("%-22s %10s %10s   %s%n", "", "first", "last", "slope an hour after the first quarter");
        line(out, "resident, MiB", "resident");
        line(out, "live heap, MiB", "heap");
        line(out, "direct buffers, MiB", "direct");
        line(out, "threads", "threads");
        line(out, "open files", "files");
        line(out, "frames/s in", "in");
        line(out, "frames/s out", "out");
        line(out, "dropped a minute", "dropped");
        line(out, "streams lost so far", "lost");
        line(out, "p50, ms", "p50");
        line(out, "p99, ms", "p99");
        out.flush();
        new SeriesPlot(samples, "minutes").write(folder.resolve("soak.png"), List.of(
                new SeriesPlot.Panel("memory, MiB", "resident", "heap", "direct"),
                new SeriesPlot.Panel("number", "threads", "files"),
                new SeriesPlot.Panel("capture until result, ms", "p50", "p99"),
                new SeriesPlot.Panel("frames a second", "in", "out"),
                new SeriesPlot.Panel("frames dropped a minute", "dropped"),
                new SeriesPlot.Panel("streams lost so far", "lost")));
    }

    private void line(PrintWriter out, String label, String column) {
        double[] values = samples.column(column);
        out.printf(Locale.ROOT, "%-22s %10.1f %10.1f   %s%n", label, values[0], values[values.length - 1],
                samples.trend(column, WARM_UP).per(MINUTES_PER_HOUR));
    }
}
