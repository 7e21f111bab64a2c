package org.posestream.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.posestream.metrics.LatencyRecorder;
import org.posestream.metrics.Stage;

/** What it takes to keep the times of one frame, in the histograms of its camera and in those of the whole. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
public class LatencyRecordingBenchmark {

    private static final Stage[] STAGES = Stage.values();

    private final LatencyRecorder whole = new LatencyRecorder();
    private final LatencyRecorder camera = new LatencyRecorder(2);
    private long frame;

    @Benchmark
    public void frame() {
        frame++;
        // Times that differ, as those of frames do: between 1 and 17 ms.
        long nanos = 1_000_000 + (frame * 7919 & 0xFFFFFF);
        record(whole, nanos);
        record(camera, nanos);
    }

    private static void record(LatencyRecorder recorder, long nanos) {
        for (Stage stage : STAGES) {
            recorder.record(stage, nanos);
        }
        recorder.recordTotal(nanos);
        recorder.recordAge(nanos);
    }
}
