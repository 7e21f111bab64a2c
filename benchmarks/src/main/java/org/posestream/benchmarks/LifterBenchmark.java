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
import org.posestream.lift.PoseLifter;
import org.posestream.pose.SkeletonTopology;

/** From 2D to 3D joints with the embedded networks. */
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

    /** One of them remembers people from frame to frame. */
    @Param({"posestream-lifter", "posestream-lifter-temporal"})
    public String network;

    private PoseLifter lifter;
    private PersonBatch batch;

    /** Fails, and is thereby skipped, when the network is neither embedded nor in POSESTREAM_MODELS. */
    @Setup
    public void open() {
        lifter = PoseLifter.of(OnnxModel.open(ModelStore.open(null).find(network), InferenceOptions.cpu(people)),
                SkeletonTopology.COCO_17, people);
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
