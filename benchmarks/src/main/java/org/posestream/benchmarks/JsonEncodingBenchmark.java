package org.posestream.benchmarks;

import java.util.List;
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
import org.posestream.export.PoseJsonEncoder;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.StageLatency;

/** One frame as JSON, from the immutable result to bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
public class JsonEncodingBenchmark {

    /** People in the frame. */
    @Param({"1", "4"})
    public int people;

    private final PoseJsonEncoder encoder = new PoseJsonEncoder();
    private PoseFrame frame;

    @Setup
    public void open() {
        List<StageLatency> latencies = List.of(new StageLatency("decode", 3210), new StageLatency("detect", 7654),
                new StageLatency("estimate", 8765), new StageLatency("track", 23), new StageLatency("lift", 456),
                new StageLatency("smooth", 12));
        frame = new PoseFrame("camera", 1234, 41_133_333_333L, 1280, 720, latencies,
                Synthetic.people(people, 0).toPoses());
    }

    @Benchmark
    public int encode() {
        return encoder.encode(frame);
    }
}
