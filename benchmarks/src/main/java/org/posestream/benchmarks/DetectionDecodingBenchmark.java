package org.posestream.benchmarks;

import java.nio.FloatBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.posestream.detect.DetectionDecoder;
import org.posestream.detect.NonMaxSuppression;
import org.posestream.inference.Decoder;
import org.posestream.inference.ModelSpec;

/** From the outputs of a detector to the people of one image: candidates, then suppression. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
public class DetectionDecodingBenchmark {

    /** The head. */
    @Param({"YOLOX", "BOXES"})
    public Decoder head;

    private final NonMaxSuppression candidates = new NonMaxSuppression(0.5f);
    private DetectionDecoder decoder;
    private FloatBuffer[] outputs;
    private int rows;

    @Setup
    public void open() {
        ModelSpec spec = Synthetic.detector(head);
        decoder = DetectionDecoder.of(spec);
        outputs = Synthetic.outputs(spec);
        rows = (int) spec.outputs().get(0).shape()[1];
    }

    @Benchmark
    public int decode() {
        candidates.clear();
        decoder.decode(outputs, rows, 0, candidates);
        return candidates.suppress();
    }
}
