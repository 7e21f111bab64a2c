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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBatch;
import org.posestream.frame.PersonBuffer;
import org.posestream.inference.InferenceOptions;
import org.posestream.inference.ModelStore;
import org.posestream.inference.OnnxModel;
import org.posestream.lift.SingleFrameLifter;
import org.posestream.pose.SkeletonTopology;

/** From 2D to 3D joints with the embedded network. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
public class LifterBenchmark {

    /** People lifted at once. */
    @Param({"1", "4"})
    public int people;

    private SingleFrameLifter lifter;
    private PersonBatch batch;

    /** Fails, and is thereby skipped, when the network is neither embedded nor in POSESTREAM_MODELS. */
    @Setup
    public void open() {
        lifter = new SingleFrameLifter(OnnxModel.open(ModelStore.open(null).find("posestream-lifter"),
                InferenceOptions.cpu(people)), SkeletonTopology.COCO_17);
        PersonBuffer buffer = Synthetic.people(people, 0);
        FrameSlot slot = new FrameSlot(buffer);
        batch = new PersonBatch(people);
        for (int person = 0; person < people; person++) {
            batch.add(slot, person);
        }
    }

    @TearDown
    public void close() {
        lifter.close();
    }

    @Benchmark
    public PersonBatch lift() {
        lifter.lift(batch);
        return batch;
    }
}
