package org.posestream.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;
import org.posestream.metrics.Machine;
import org.posestream.rtsp.CountedClip;
import org.posestream.rtsp.FaultKind;
import org.posestream.rtsp.FaultOutcome;
import org.posestream.rtsp.FaultTrial;
import org.posestream.rtsp.FrameLog;
import org.posestream.rtsp.H264Clip;
import org.posestream.rtsp.RtspServer;
import org.posestream.rtsp.RtspServerOptions;
import org.posestream.rtsp.SupervisedCameras;
import org.posestream.source.SourceOptions.Transport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Breaks supervised RTSP cameras on the loopback again and again, each round a fault on every camera, and looks after
 * each round at what the process holds. A healthy camera runs beside them. Without networks, so that what grows is the
 * cameras' own.
 */
@Command(name = "faults", description = "Breaks RTSP cameras again and again; does anything grow?",
        mixinStandardHelpOptions = true)
final class FaultRun implements Callable<Integer> {

    private static final String HEALTHY = "healthy";
    private static final int RATE = 25;
    /** Of the samples, in the beginning: code is compiled and memory is taken for the first time. */
    private static final double WARM_UP = 0.2;

    @Spec
    private CommandSpec spec;

    @Option(names = "--count", defaultValue = "240",
            description = "Faults in all, at least (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--cameras", defaultValue = "8",
            description = "Cameras that are broken at the same time (default: ${DEFAULT-VALUE}).")
    private int cameraCount;

    @Option(names = "--without", split = ",", paramLabel = "KIND",
            description = "Faults to leave out, of ${COMPLETION-CANDIDATES}.")
    private Set<FaultKind> without = Set.of();

    @Option(names = "--seed", defaultValue = "1", description = "Chooses the faults (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--out", defaultValue = "benchmarks/target/faults", paramLabel = "DIR",
            description = "Gets faults.csv, resources.csv and resources.png (default: ${DEFAULT-VALUE}).")
    private Path folder;

    private final List<RtspServer> servers = new ArrayList<>();
    private final List<FaultTrial> trials = new ArrayList<>();
    private final FaultTable outcomes = new FaultTable();
    private final SampleTable samples =
            new SampleTable("faults", "seconds", "threads", "files", "resident", "heap", "direct");
    private final Histogram healthyMicros = new Histogram(60_000_000, 3);
    private long healthyDue;
    private long healthySeen;

    @Override
    public Integer call() throws Exception {
        Main.requireAtLeast(spec, "--count", count, 1);
        Main.requireAtLeast(spec, "--cameras", cameraCount, 1);
        Main.requireAtLeast(spec, "kinds of faults that are left", FaultKind.values().length - without.size(), 1);
        Files.createDirectories(folder);
        H264Clip clip = CountedClip.encode(320, 240, RATE);
        H264Clip otherSize = CountedClip.encode(480, 320, RATE);
        SupervisedCameras cameras = new SupervisedCameras();
        ExecutorService threads = Executors.newFixedThreadPool(cameraCount);
        try (cameras; RtspServer healthy = RtspServer.start(clip, RtspServerOptions.DEFAULT)) {
            cameras.add(HEALTHY, healthy.url(), Transport.TCP);
            for (int i = 0; i < cameraCount; i++) {
                RtspServer server = RtspServer.start(clip, RtspServerOptions.DEFAULT);
                servers.add(server);
                String name = "camera" + i;
                trials.add(new FaultTrial(cameras.add(name, server.url(), Transport.TCP), cameras.log(name)));
            }
            breakAll(threads, otherSize, cameras.log(HEALTHY));
        } finally {
            threads.shutdownNow();
            for (RtspServer server : servers) {
                server.close();
            }
        }
        report(cameras.hasLeaked());
        return 0;
    }

    private void breakAll(ExecutorService threads, H264Clip otherSize, FrameLog healthy) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        List<FaultKind> kinds = Arrays.stream(FaultKind.values()).filter(kind -> !without.contains(kind)).toList();
        long begin = System.nanoTime();
        for (int faults = 0; faults < count; faults += cameraCount) {
            List<Future<FaultOutcome>> round = new ArrayList<>();
            for (int i = 0; i < cameraCount; i++) {
                FaultTrial trial = trials.get(i);
                RtspServer server = servers.get(i);
                FaultKind kind = kinds.get(random.nextInt(kinds.size()));
                round.add(threads.submit(() -> trial.run(kind.on(server, otherSize))));
            }
            for (Future<FaultOutcome> outcome : round) {
                outcomes.add(outcome.get());
            }
            judgeHealthy(healthy);
            sample(faults + cameraCount, (System.nanoTime() - begin) * 1e-9);
        }
    }

    private void judgeHealthy(FrameLog healthy) {
        List<FrameLog.Seen> seen = healthy.seen();
        healthy.clear();
        seen.forEach(one -> healthyMicros.recordValue(Math.max(0, Math.round(one.latencyMillis() * 1000))));
        healthyDue += seen.get(seen.size() - 1).index() - seen.get(0).index() + 1;
        healthySeen += seen.size();
    }

    private void sample(int faults, double seconds) {
        System.gc();
        samples.add(faults, seconds, ProcessUse.threads(), ProcessUse.fileDescriptors(),
                ProcessUse.residentMebibytes(), ProcessUse.liveHeapMebibytes(), ProcessUse.directMebibytes());
    }

    private void report(boolean leaked) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        double[] faults = samples.column("faults");
        out.printf(Locale.ROOT, "%.0f faults on %d cameras of 320x240 at %d frames/s in %.0f s, seed %d, %s%n",
                faults[faults.length - 1], cameraCount, RATE, samples.column("seconds")[faults.length - 1], seed,
                Machine.here().describe());
        outcomes.print(out);
        out.printf(Locale.ROOT, "the healthy camera beside them: %d of %d frames, capture until out p50 %.1f ms, p99"
                + " %.1f ms, max %.1f ms%n", healthySeen, healthyDue, healthyMicros.getValueAtPercentile(50) * 1e-3,
                healthyMicros.getValueAtPercentile(99) * 1e-3, healthyMicros.getMaxValue() * 1e-3);
        out.printf("readers left behind: %s%n", leaked ? "SOME" : "none");
        for (String column : List.of("threads", "files", "resident", "heap", "direct")) {
            double[] values = samples.column(column);
            out.printf(Locale.ROOT, "%-10s first %.1f, last %.1f, %s a fault after the first fifth%n", column,
                    values[0], values[values.length - 1], samples.trend(column, WARM_UP));
        }
        out.flush();
        outcomes.writeCsv(folder.resolve("faults.csv"));
        samples.writeCsv(folder.resolve("resources.csv"));
        new SeriesPlot(samples, "faults").write(folder.resolve("resources.png"), List.of(
                new SeriesPlot.Panel("memory, MiB", "resident", "heap", "direct"),
                new SeriesPlot.Panel("number", "threads", "files")));
    }
}
