package org.posestream.benchmarks;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.posestream.export.PoseJsonEncoder;
import org.posestream.metrics.LatencySummary;
import org.posestream.metrics.Machine;
import org.posestream.metrics.PipelineCounter;
import org.posestream.metrics.PipelineMetrics;
import org.posestream.pipeline.CameraOptions;
import org.posestream.pipeline.CameraSupervisor;
import org.posestream.pipeline.PosePipeline;
import org.posestream.server.command.Engine;
import org.posestream.server.command.EngineOptions;
import org.posestream.source.ReplayFrameSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Several cameras of low rates in one process: what each has to wait for its results, and how many frames a second
 * there may be in all before more than {@value #MOST_DROPPED_PERCENT} % of them are dropped. Frames are decoded before,
 * so that only the pipeline is measured, and bear the time at which they were due.
 */
@Command(name = "cameras", description = "Several cameras of low rates, and how much they may bring in all.",
        mixinStandardHelpOptions = true)
final class CameraLoad implements Callable<Integer> {

    private static final double MOST_DROPPED_PERCENT = 1;
    /** Each try of the search has so much more to do, until there is too much; or so much less, until there is not. */
    private static final double STEP = 1.3;
    /** Then the limit is looked for between the last two, to 3 %. */
    private static final int HALVINGS = 3;
    private static final int MOST_TRIES = 20;
    /** Cameras do not film at the same moments. */
    private static final int MILLIS_APART = 61;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Clip clip;

    @Option(names = "--rates", split = ",", defaultValue = "2,4,5,8,2,4,5,8", paramLabel = "RATE",
            description = "Frames a second of each camera (default: ${DEFAULT-VALUE}).")
    private List<Double> rates;

    @Option(names = "--seconds", defaultValue = "20", description = "How long each try (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "5", paramLabel = "SECONDS",
            description = "Not counted, each (default: ${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Option(names = "--decoded", defaultValue = "60",
            description = "Frames kept in memory and played forth and back (default: ${DEFAULT-VALUE}).")
    private int decoded;

    @Mixin
    private EngineOptions options;

    @Override
    public Integer call() throws Exception {
        rates.forEach(rate -> Main.requireAtLeast(spec, "--rates", rate, 1));
        Main.requireAtLeast(spec, "--seconds", seconds, 1);
        Main.requireAtLeast(spec, "--warm-up", warmUpSeconds, 0);
        Main.requireAtLeast(spec, "--decoded", decoded, 2);
        List<ReplayFrameSource.Frame> frames = clip.decode(decoded);
        PoseJsonEncoder encoder = new PoseJsonEncoder();
        PrintWriter out = spec.commandLine().getOut();
        try (Engine engine = Engine.open(options.settings(), List.of((frame, pixels) -> encoder.encode(frame)))) {
            out.printf(Locale.ROOT, "%s %dx%d, %d s each, %s%n", clip.name(), frames.get(0).width(),
                    frames.get(0).height(), seconds, Machine.here().describe());
            Load asked = run(engine.pipeline(), frames, 1);
            reportCameras(asked);
            search(engine.pipeline(), frames, asked.holds());
        }
        return 0;
    }

    private void reportCameras(Load load) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-34s %7s %8s %8s %8s %8s %14s%n", "milliseconds from capture to result", "frames", "dropped",
                "p50", "p99", "max", "detector runs");
        for (Figures camera : load.cameras) {
            out.printf(Locale.ROOT, "%-34s %7d %8d %8.1f %8.1f %8.1f %12.2f/s%n", camera.label, camera.published,
                    camera.dropped, camera.age.p50Millis(), camera.age.p99Millis(), camera.age.maxMillis(),
                    (double) camera.detectorRuns / seconds);
        }
        out.printf("%n%-34s %7s %8s %8s %8s %8s %14s%n", "all cameras, frames a second offered", "out", "dropped",
                "p50", "p99", "cores", "detector runs");
        reportAll(load);
    }

    /** How many frames a second hold: up or down in steps until that changes, then in between. */
    private void search(PosePipeline pipeline, List<ReplayFrameSource.Frame> frames, boolean asAsked)
            throws Exception {
        double holds = asAsked ? 1 : 0;
        double tooMuch = asAsked ? Double.MAX_VALUE : 1;
        int halvings = 0;
        for (int i = 0; i < MOST_TRIES && halvings < HALVINGS; i++) {
            double factor;
            if (tooMuch == Double.MAX_VALUE) {
                factor = holds * STEP;
            } else if (holds == 0) {
                factor = tooMuch / STEP;
            } else {
                factor = Math.sqrt(holds * tooMuch);
                halvings++;
            }
            if (tryLoad(pipeline, frames, factor)) {
                holds = factor;
            } else {
                tooMuch = factor;
            }
        }
        spec.commandLine().getOut().printf(Locale.ROOT, "%.0f frames a second hold, with at most %.0f %% dropped%n",
                holds * rates.stream().mapToDouble(Double::doubleValue).sum(), MOST_DROPPED_PERCENT);
    }

    private boolean tryLoad(PosePipeline pipeline, List<ReplayFrameSource.Frame> frames, double factor)
            throws Exception {
        Load load = run(pipeline, frames, factor);
        reportAll(load);
        return load.holds();
    }

    private void reportAll(Load load) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%-34.1f %7.1f %7.2f%% %8.1f %8.1f %8.2f %12.2f/s%n", load.offeredPerSecond,
                (double) load.published() / seconds, load.droppedPercent(), load.age.p50Millis(),
                load.age.p99Millis(), load.cores, (double) load.detectorRuns() / seconds);
        out.flush();
    }

    private Load run(PosePipeline pipeline, List<ReplayFrameSource.Frame> frames, double factor) throws Exception {
        List<CameraSupervisor> cameras = new ArrayList<>();
        for (int i = 0; i < rates.size(); i++) {
            double rate = rates.get(i) * factor;
            cameras.add(pipeline.supervise("camera" + i + String.format(Locale.ROOT, " at %.1f frames/s", rate),
                    () -> new ScheduledFrameSource(frames, rate, Long.MAX_VALUE), CameraOptions.DEFAULT));
            TimeUnit.MILLISECONDS.sleep(MILLIS_APART);
        }
        TimeUnit.SECONDS.sleep(warmUpSeconds);
        List<Figures> before = new ArrayList<>();
        for (CameraSupervisor camera : cameras) {
            camera.latencies().reset();
            before.add(new Figures(camera));
        }
        pipeline.latencies().reset();
        long beginNanos = System.nanoTime();
        long cpuBegin = ProcessUse.processorNanos();
        TimeUnit.SECONDS.sleep(seconds);
        double cores = (double) (ProcessUse.processorNanos() - cpuBegin) / (System.nanoTime() - beginNanos);
        LatencySummary age = pipeline.latencies().age();
        List<Figures> figures = new ArrayList<>();
        for (int i = 0; i < cameras.size(); i++) {
            figures.add(new Figures(cameras.get(i)).since(before.get(i)));
        }
        cameras.forEach(CameraSupervisor::stop);
        return new Load(rates.stream().mapToDouble(Double::doubleValue).sum() * factor, figures, age, cores);
    }

    /** All cameras during one try. */
    private record Load(double offeredPerSecond, List<Figures> cameras, LatencySummary age, double cores) {

        long published() {
            return cameras.stream().mapToLong(Figures::published).sum();
        }

        long detectorRuns() {
            return cameras.stream().mapToLong(Figures::detectorRuns).sum();
        }

        boolean holds() {
            return droppedPercent() <= MOST_DROPPED_PERCENT;
        }

        double droppedPercent() {
            return 100.0 * cameras.stream().mapToLong(Figures::dropped).sum()
                    / Math.max(1, cameras.stream().mapToLong(Figures::read).sum());
        }
    }

    /** One camera's. */
    private record Figures(String label, long read, long published, long dropped, long detectorRuns,
            LatencySummary age) {

        Figures(CameraSupervisor camera) {
            this(camera.name(), camera.metrics(), camera.latencies().age());
        }

        private Figures(String label, PipelineMetrics metrics, LatencySummary age) {
            this(label, metrics.count(PipelineCounter.FRAMES_READ), metrics.count(PipelineCounter.FRAMES_PUBLISHED),
                    metrics.count(PipelineCounter.FRAMES_DROPPED_BUSY), metrics.count(PipelineCounter.DETECTOR_RUNS),
                    age);
        }

        Figures since(Figures before) {
            return new Figures(label, read - before.read, published - before.published, dropped - before.dropped,
                    detectorRuns - before.detectorRuns, age);
        }
    }
}
