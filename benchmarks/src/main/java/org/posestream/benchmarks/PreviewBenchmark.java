package org.posestream.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.posestream.export.JpegEncoder;
import org.posestream.export.SkeletonPainter;
import org.posestream.frame.FrameBuffer;
import org.posestream.pose.PoseFrame;
import org.posestream.source.FrameSource;
import org.posestream.source.FrameSources;
import org.posestream.source.SourceOptions;

/** What a picture for somebody who looks costs: the copy on the publishing thread, the rest on that of the previews. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
public class PreviewBenchmark {

    private static final int QUALITY = 75;

    private final FrameBuffer image = new FrameBuffer(0);
    private final FrameBuffer copy = new FrameBuffer(0);
    private final PoseFrame frame = new PoseFrame("camera", 0, 0, 1280, 720, List.of(),
            Synthetic.people(1, 0).toPoses());
    private final JpegEncoder whole = new JpegEncoder(QUALITY);
    private final JpegEncoder half = new JpegEncoder(QUALITY);

    /** How long encoding takes depends on what there is to see: the first frame of the demo clip, 1280 x 720. */
    @Setup
    public void decode() throws Exception {
        try (FrameSource source = FrameSources.open(new Clip().path(), SourceOptions.DEFAULT)) {
            source.advance();
            source.copyTo(image);
        }
        copy.copyFrom(image);
    }

    @TearDown
    public void close() {
        whole.close();
        half.close();
    }

    @Benchmark
    public FrameBuffer copy() {
        copy.copyFrom(image);
        return copy;
    }

    @Benchmark
    public FrameBuffer drawOnePerson() {
        SkeletonPainter.draw(frame, copy);
        return copy;
    }

    @Benchmark
    public byte[] encode1280() throws IOException {
        return whole.encode(image, 1280);
    }

    @Benchmark
    public byte[] scaleAndEncode640() throws IOException {
        return half.encode(image, 640);
    }
}
