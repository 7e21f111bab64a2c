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
import org.posestream.estimate.KeypointDecoder;
import org.posestream.inference.Decoder;
import org.posestream.inference.ModelSpec;

/** From the outputs of a 2D network to the joints of one person. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
public class KeypointDecodingBenchmark {

    /** The head; each constant of {@link Decoder} that a 2D network may have. */
    @Param({"HEATMAP_ARGMAX", "HEATMAP_QUARTER", "HEATMAP_DARK", "SOFT_ARGMAX", "SIMCC", "MOVENET", "BLAZEPOSE"})
    public Decoder head;

    private final float[] joints = new float[33 * 3];
    private KeypointDecoder decoder;
    private FloatBuffer[] outputs;

    @Setup
    public void open() {
        ModelSpec spec = Synthetic.poseNetwork(head);
        decoder = KeypointDecoder.of(spec);
        outputs = Synthetic.outputs(spec);
    }

    @Benchmark
    public float[] decode() {
        decoder.decode(outputs, 0, joints, 0);
        return joints;
    }
}
