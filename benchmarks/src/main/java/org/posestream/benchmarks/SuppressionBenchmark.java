package org.posestream.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.posestream.detect.NonMaxSuppression;

/** Non-maximum suppression of many candidates that overlap, ten to a person. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
public class SuppressionBenchmark {

    /** Boxes before suppression. */
    @Param({"20", "200"})
    public int boxes;

    private final NonMaxSuppression candidates = new NonMaxSuppression(0.5f);

    @Benchmark
    public int suppress() {
        candidates.clear();
        for (int i = 0; i < boxes; i++) {
            float x = i / 10 * 30 + i % 10;
            candidates.add(x, 50 + i % 3, x + 25, 110, 0.4f + i * 7 % 50 * 0.01f);
        }
        return candidates.suppress();
    }
}
