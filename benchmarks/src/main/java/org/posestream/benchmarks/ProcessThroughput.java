package org.posestream.benchmarks;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.posestream.metrics.Machine;
import org.posestream.metrics.PipelineCounter;
import org.posestream.server.command.EngineOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Frames a second, bytes allocated a frame and resident memory of processing a file. */
@Command(name = "throughput", description = "Processes a file, over again until there are enough frames.",
        mixinStandardHelpOptions = true)
final class ProcessThroughput implements Callable<Integer> {

    /** The first of so many parts warms the JVM; only the others tell what is allocated a frame. */
    private static final int PARTS = 10;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Clip clip;

    @Option(names = "--frames", defaultValue = "1500", description = "How many (default: ${DEFAULT-VALUE}).")
    private int frames;

    @Mixin
    private EngineOptions options;

    private final long[] nanos = new long[PARTS + 1];
    private final long[] residentMebibytes = new long[PARTS + 1];
    private final long[] allocatedBytes = new long[PARTS + 1];
    private final long[] processorNanos = new long[PARTS + 1];

    @Override
    public Integer call() throws Exception {
        Main.requireAtLeast(spec, "--frames", frames, PARTS);
        String file = clip.path();
        try (ProcessRun run = new ProcessRun(options.settings(), this::measure)) {
            MeteredFrameSource source = new MeteredFrameSource(file, frames);
            measure(0);
            run.run(source);
            report(run);
        }
        return 0;
    }

    private void measure(long frame) {
        if (frame * PARTS % frames < PARTS) {
            int part = (int) (frame * PARTS / frames);
            nanos[part] = System.nanoTime();
            residentMebibytes[part] = ProcessUse.residentMebibytes();
            allocatedBytes[part] = PipelineAllocations.bytes();
            processorNanos[part] = ProcessUse.processorNanos();
        }
    }

    private void report(ProcessRun run) {
        StringJoiner resident = new StringJoiner(" ");
        for (long mebibytes : residentMebibytes) {
            resident.add(Long.toString(mebibytes));
        }
        double warmFrames = (double) frames * (PARTS - 1) / PARTS;
        long warmNanos = nanos[PARTS] - nanos[1];
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%s, %s%n", clip.name(), Machine.here().describe());
        out.printf(Locale.ROOT, "%d frames, detector on %d, people in %d%n", frames,
                run.count(PipelineCounter.DETECTOR_RUNS),
                run.count(PipelineCounter.FRAMES_PUBLISHED) - run.count(PipelineCounter.FRAMES_EMPTY));
        out.printf(Locale.ROOT, "%.1f frames/s in all, %.1f after the first tenth%n",
                frames * 1e9 / (nanos[PARTS] - nanos[0]), warmFrames * 1e9 / warmNanos);
        out.printf(Locale.ROOT, "after the first tenth: %.2f ms of processor time and %.0f bytes allocated a frame%n",
                (processorNanos[PARTS] - processorNanos[1]) * 1e-6 / warmFrames,
                (allocatedBytes[PARTS] - allocatedBytes[1]) / warmFrames);
        out.printf("resident MiB at the start and after each tenth: %s%n", resident);
        out.flush();
    }
}
