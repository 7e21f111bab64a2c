package org.posestream.benchmarks;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.ImageSampler;
import org.posestream.frame.ImageTransform;
import org.posestream.inference.ImageInput;
import org.posestream.inference.InferenceOptions;
import org.posestream.inference.ModelSpec;
import org.posestream.inference.ModelStore;
import org.posestream.inference.OnnxModel;
import org.posestream.metrics.Machine;
import org.posestream.pose.BoundingBox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * A network that takes pixels against its twin that takes normalised floats (models/training/float_input.py), from the
 * frame to the outputs. Both run in turns on one thread, and what counts is that thread's processor time, so that other
 * work on the machine disturbs the comparison little.
 */
@Command(name = "input", description = "Compares networks with their twins NAME-float, in turns.",
        mixinStandardHelpOptions = true)
final class InputTypeComparison implements Callable<Integer> {

    private static final int LEAST_ROUNDS = 20;

    @Spec
    private CommandSpec spec;

    @Option(names = "--models", required = true, description = "Folder with the twins.")
    private Path folder;

    @Option(names = "--rounds", defaultValue = "1000", description = "Runs of each (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Networks that take uint8.")
    private List<String> names;

    @Override
    public Integer call() {
        Main.requireAtLeast(spec, "--rounds", rounds, LEAST_ROUNDS);
        ModelStore store = ModelStore.open(folder);
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s, one thread, from a 1280x720 frame, microseconds of processor time, medians of %d rounds%n",
                Machine.here().describe(), rounds);
        out.printf("%-32s %10s %10s %10s%n", "", "prepare", "run", "both");
        for (String name : names) {
            compare(store.find(name), store.find(name + "-float"));
        }
        return 0;
    }

    private void compare(ModelSpec pixels, ModelSpec floats) {
        FrameBuffer frame = Synthetic.image(1280, 720);
        try (Side first = new Side(pixels, frame, rounds); Side second = new Side(floats, frame, rounds)) {
            for (int round = -rounds / 5; round < rounds; round++) {
                boolean swapped = round % 2 != 0;
                (swapped ? second : first).measure(round);
                (swapped ? first : second).measure(round);
            }
            PrintWriter out = spec.commandLine().getOut();
            first.report(out);
            second.report(out);
            double[] ratios = new double[rounds];
            Arrays.setAll(ratios, i -> (double) second.total(i) / first.total(i));
            Arrays.sort(ratios);
            out.printf(Locale.ROOT, "float / uint8 of the same round: median %.3f, quartiles %.3f to %.3f%n",
                    ratios[rounds / 2], ratios[rounds / 4], ratios[rounds * 3 / 4]);
            out.flush();
        }
    }

    /** One network and the times of its rounds. */
    private static final class Side implements AutoCloseable {

        private static final BoundingBox PERSON = new BoundingBox(500, 90, 180, 540);
        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

        private final OnnxModel model;
        private final FrameBuffer frame;
        private final ImageSampler sampler;
        private final ImageTransform transform;
        /** Letterboxes are written on the camera's thread and copied into the batch; crops go there at once. */
        private final ByteBuffer letterbox;
        private final long[] prepareNanos;
        private final long[] runNanos;

        Side(ModelSpec spec, FrameBuffer frame, int rounds) {
            ImageInput input = spec.image();
            this.frame = frame;
            boolean isDetector = spec.task() == ModelSpec.Task.DETECTOR;
            model = OnnxModel.open(spec, InferenceOptions.cpu(1));
            sampler = new ImageSampler(input);
            transform = isDetector ? ImageTransform.letterbox(frame.width(), frame.height(), input)
                    : ImageTransform.crop(PERSON, input);
            letterbox = isDetector ? ByteBuffer.allocateDirect(input.bytes()).order(ByteOrder.nativeOrder()) : null;
            prepareNanos = new long[rounds];
            runNanos = new long[rounds];
        }

        void measure(int round) {
            long begin = THREADS.getCurrentThreadCpuTime();
            prepare();
            long prepared = THREADS.getCurrentThreadCpuTime();
            model.run(1);
            long end = THREADS.getCurrentThreadCpuTime();
            if (round >= 0) {
                prepareNanos[round] = prepared - begin;
                runNanos[round] = end - prepared;
            }
        }

        private void prepare() {
            sampler.sample(frame, transform, letterbox == null ? model.input() : letterbox, 0);
            if (letterbox != null) {
                model.input().put(0, letterbox, 0, letterbox.capacity());
            }
        }

        long total(int round) {
            return prepareNanos[round] + runNanos[round];
        }

        void report(PrintWriter out) {
            long[] both = new long[runNanos.length];
            Arrays.setAll(both, this::total);
            out.printf(Locale.ROOT, "%-32s %10.1f %10.1f %10.1f%n", model.spec().name(), medianMicros(prepareNanos),
                    medianMicros(runNanos), medianMicros(both));
        }

        private static double medianMicros(long[] nanos) {
            long[] sorted = nanos.clone();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2] * 1e-3;
        }

        @Override
        public void close() {
            model.close();
        }
    }
}
