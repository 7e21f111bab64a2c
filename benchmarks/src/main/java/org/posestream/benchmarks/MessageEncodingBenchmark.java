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
import org.posestream.pose.PoseFrame;
import org.posestream.pose.SkeletonTopology;
import org.posestream.pose.StageLatency;
import org.posestream.server.protocol.CoordinatePreset;
import org.posestream.server.protocol.Dimensions;
import org.posestream.server.protocol.MessageEncoder;
import org.posestream.server.protocol.PeopleFilter;
import org.posestream.server.protocol.SubscribeOptions;
import org.posestream.server.protocol.WireFormat;

/** One frame as a message to clients, from the immutable result to bytes: as it comes, and with options applied. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
public class MessageEncodingBenchmark {

    /** One in which the people's places have many digits. */
    private static final int FRAME = 7;
    private static final SubscribeOptions OPTIONS = new SubscribeOptions(SkeletonTopology.H36M_17, PeopleFilter.ALL, 0,
            CoordinatePreset.UNITY, Dimensions.BOTH);

    /** The form of the message. */
    @Param({"JSON", "PROTO"})
    public WireFormat format;

    /** People in the frame. */
    @Param({"1", "4"})
    public int people;

    private MessageEncoder encoder;
    private PoseFrame frame;
    private long nowNanos;

    @Setup
    public void open() {
        encoder = MessageEncoder.of(format);
        List<StageLatency> latencies = List.of(new StageLatency("decode", 3210), new StageLatency("detect", 7654),
                new StageLatency("estimate", 8765), new StageLatency("track", 23), new StageLatency("lift", 456),
                new StageLatency("smooth", 12));
        nowNanos = 41_133_333_333L;
        frame = new PoseFrame("camera", 1234, nowNanos, 1_796_101_200_123_456_000L, 20_000_000, 1280, 720, latencies,
                Synthetic.people(people, FRAME).toPoses());
    }

    @Benchmark
    public int asItComes() {
        nowNanos += 1000;
        return encoder.frame(frame, nowNanos);
    }

    @Benchmark
    public int withOptions() {
        nowNanos += 1000;
        return encoder.frame(OPTIONS.apply(frame), nowNanos);
    }
}
