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
import org.posestream.pose.SkeletonTopology;
import org.posestream.track.PersonTracker;
import org.posestream.track.TrackSnapshot;

/** Identities for the people of one frame, and the snapshot that later frames are predicted from. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
public class TrackingBenchmark {

    /** People in the frame. */
    @Param({"2", "8"})
    public int people;

    private PersonTracker tracker;
    private PersonBuffer walking;
    private long frame;

    @Setup
    public void open() {
        tracker = new PersonTracker(SkeletonTopology.COCO_17, people);
        walking = Synthetic.people(people, 0);
    }

    @Benchmark
    public TrackSnapshot assign() {
        frame++;
        Synthetic.walk(walking, people, frame);
        tracker.assign(walking, frame * Synthetic.FRAME_NANOS);
        return tracker.snapshot();
    }
}
