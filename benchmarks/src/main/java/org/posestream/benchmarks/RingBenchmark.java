package org.posestream.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.posestream.pipeline.CheapNetworks;
import org.posestream.pipeline.PipelineOptions;
import org.posestream.pipeline.PosePipeline;

/** A frame through the whole ring, from its admission to its recycling, with stages that do next to nothing. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
public class RingBenchmark {

    private static final int FRAMES = 1000;

    /** How idle stages wait. */
    @Param({"BLOCKING", "YIELDING"})
    public PipelineOptions.WaitKind waiting;

    private PosePipeline pipeline;
    private HandFedSource source;

    @Setup
    public void start() {
        pipeline = new PosePipeline(CheapNetworks.components(), PipelineOptions.DEFAULTS.withWaiting(waiting),
                List.of((frame, pixels) -> { }));
        pipeline.start();
        source = new HandFedSource();
        pipeline.add("stub", source);
    }

    @TearDown
    public void stop() {
        pipeline.close();
    }

    /** Two frames are under way at a time, as many as there are permits. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void publishToRecycle() throws InterruptedException {
        source.pass(FRAMES);
    }
}
