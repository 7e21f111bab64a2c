package org.posestream.benchmarks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.ImageSampler;
import org.posestream.frame.ImageTransform;
import org.posestream.inference.ImageInput;
import org.posestream.pose.BoundingBox;

/** From 1280x720 pixels to the input of a network: letterbox of the whole image, crop of one person. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
public class ImageSamplingBenchmark {

    private final FrameBuffer image = Synthetic.image(1280, 720);
    private final BoundingBox person = new BoundingBox(500, 90, 180, 540);
    private final Target letterbox320 = new Target(Synthetic.uint8(320, 320, ImageInput.Fit.LETTERBOX_TOP_LEFT));
    private final Target letterbox416 = new Target(Synthetic.float32(416, 416, ImageInput.Fit.LETTERBOX_TOP_LEFT));
    private final Target crop256x192 = new Target(Synthetic.uint8(192, 256, ImageInput.Fit.CROP));
    private final Target crop192 = new Target(Synthetic.float32(192, 192, ImageInput.Fit.CROP));

    @Benchmark
    public ByteBuffer letterbox320Uint8() {
        return letterbox320.sample(image, ImageTransform.letterbox(1280, 720, letterbox320.input));
    }

    @Benchmark
    public ByteBuffer letterbox416Float() {
        return letterbox416.sample(image, ImageTransform.letterbox(1280, 720, letterbox416.input));
    }

    @Benchmark
    public ByteBuffer crop256x192Uint8() {
        return crop256x192.sample(image, ImageTransform.crop(person, crop256x192.input));
    }

    @Benchmark
    public ByteBuffer crop192Float() {
        return crop192.sample(image, ImageTransform.crop(person, crop192.input));
    }

    private static final class Target {
        private final ImageInput input;
        private final ImageSampler sampler;
        private final ByteBuffer bytes;

        Target(ImageInput input) {
            this.input = input;
            sampler = new ImageSampler(input);
            bytes = ByteBuffer.allocateDirect(input.bytes()).order(ByteOrder.nativeOrder());
        }

        ByteBuffer sample(FrameBuffer from, ImageTransform transform) {
            sampler.sample(from, transform, bytes, 0);
            return bytes;
        }
    }
}
