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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.posestream.frame.PersonBuffer;
import org.posestream.motion.SkeletonSmoother;
import org.posestream.pose.SkeletonTopology;

/** One-Euro filters over the 2D and 3D joints of one frame. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
public class SmoothingBenchmark {

    /** People in the frame. */
    @Param({"1", "4"})
    public int people;

    private SkeletonSmoother smoother;
    private PersonBuffer walking;
    private long frame;

    @Setup
    public void open() {
        smoother = new SkeletonSmoother(SkeletonTopology.COCO_17, SkeletonTopology.H36M_17, people);
        walking = Synthetic.people(people, 0);
    }

    @Benchmark
    public PersonBuffer smooth() {
        frame++;
        Synthetic.walk(walking, people, frame);
        smoother.smooth(walking, frame * Synthetic.FRAME_NANOS);
        return walking;
    }
}
