package org.posestream.frame;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.posestream.metrics.Stage;
import org.posestream.pose.PoseFrame;
import org.posestream.pose.StageLatency;

/**
 * A place in the ring: one frame under way, with the pixels it has on loan and the people found so far. Preallocated;
 * each stage in turn is its only writer.
 */
public final class FrameSlot {

    private static final Stage[] STAGES = Stage.values();

    private final PersonBuffer people;
    private final long[] stageNanos = new long[STAGES.length];
    private final long[] stageEndNanos = new long[STAGES.length];
    private FrameBuffer buffer;
    private String stream;
    private int camera;
    private long sequence;
    private long captureNanos;
    private long captureUnixNanos;
    private int epoch;
    private boolean fromLiveSource;
    private long decodedNanos;
    private long admittedNanos;
    private boolean detectorDue;
    private boolean lighterPose;
    private Stage failedStage;
    private Throwable failure;

    public FrameSlot(PersonBuffer people) {
        this.people = requireNonNull(people, "people is null");
    }

    /**
     * Begins a new frame.
     *
     * @param newStream name of the stream
     * @param newCamera number of the camera within the pipeline, never given again
     * @param newSequence number of the frame within the stream
     * @param newCaptureNanos capture time
     * @param lent the pixels, on loan from the camera's pool until the slot is recycled
     */
    public void load(String newStream, int newCamera, long newSequence, long newCaptureNanos, FrameBuffer lent) {
        stream = newStream;
        camera = newCamera;
        sequence = newSequence;
        captureNanos = newCaptureNanos;
        buffer = requireNonNull(lent, "lent is null");
        people.clear();
        Arrays.fill(stageNanos, 0);
        Arrays.fill(stageEndNanos, 0);
        captureUnixNanos = PoseFrame.UNKNOWN_TIME;
        epoch = 0;
        fromLiveSource = false;
        decodedNanos = 0;
        admittedNanos = 0;
        detectorDue = false;
        lighterPose = false;
        failedStage = null;
        failure = null;
    }

    /** Marks the frame as failed; stages behind skip it, and it is counted and recycled. The first failure counts. */
    public void fail(Stage stage, Throwable error) {
        if (failedStage == null) {
            failedStage = requireNonNull(stage, "stage is null");
            failure = error;
        }
    }

    /** Whether stages should work on this frame. */
    public boolean isLive() {
        return buffer != null && failedStage == null;
    }

    /** The stage that failed, or null. */
    public Stage failedStage() {
        return failedStage;
    }

    /** Why it failed, or null. */
    public Throwable failure() {
        return failure;
    }

    /** Takes the loan back out of the slot; null when it holds none. */
    public FrameBuffer unload() {
        FrameBuffer lent = buffer;
        buffer = null;
        return lent;
    }

    /** Adds to the time that a stage spent on this frame. */
    public void addStageNanos(Stage stage, long nanos) {
        stageNanos[stage.ordinal()] += nanos;
    }

    public long stageNanos(Stage stage) {
        return stageNanos[stage.ordinal()];
    }

    /** Notes when a stage was done with this frame, on the machine's monotonic clock. */
    public void stampEnd(Stage stage, long nanos) {
        stageEndNanos[stage.ordinal()] = nanos;
    }

    /** When the stage was done with this frame, on the machine's monotonic clock; 0 when it was not. */
    public long stageEndNanos(Stage stage) {
        return stageEndNanos[stage.ordinal()];
    }

    /**
     * How long ago the frame was captured, or {@link PoseFrame#UNKNOWN_TIME} where its capture time is not on the
     * machine's clock.
     *
     * @param nowNanos the machine's monotonic clock
     */
    public long ageNanos(long nowNanos) {
        return fromLiveSource ? nowNanos - captureNanos : PoseFrame.UNKNOWN_TIME;
    }

    /**
     * The immutable result.
     *
     * @param nowNanos the machine's monotonic clock
     */
    public PoseFrame toPoseFrame(long nowNanos) {
        List<StageLatency> latencies = new ArrayList<>(STAGES.length);
        for (Stage stage : STAGES) {
            if (stageNanos[stage.ordinal()] > 0) {
                latencies.add(new StageLatency(stage.label(), stageNanos[stage.ordinal()] / 1000));
            }
        }
        return new PoseFrame(stream, sequence, captureNanos, captureUnixNanos, ageNanos(nowNanos), buffer.width(),
                buffer.height(), latencies, people.toPoses());
    }

    public FrameBuffer buffer() {
        return buffer;
    }

    public PersonBuffer people() {
        return people;
    }

    public String stream() {
        return stream;
    }

    public int camera() {
        return camera;
    }

    public long sequence() {
        return sequence;
    }

    public long captureNanos() {
        return captureNanos;
    }

    /** Capture time by the wall clock, nanoseconds since 1970-01-01 UTC, or {@link PoseFrame#UNKNOWN_TIME}. */
    public long captureUnixNanos() {
        return captureUnixNanos;
    }

    /**
     * Number of the stretch of the stream in which its clock did not jump, from 0; what is remembered of another one
     * does not fit this frame. A number and no mark on the first frame, which may fail.
     */
    public int epoch() {
        return epoch;
    }

    public void setCaptureUnixNanos(long nanos) {
        captureUnixNanos = nanos;
    }

    public void setEpoch(int newEpoch) {
        epoch = newEpoch;
    }

    /** Whether it comes from a live source, so that its capture time is on the machine's monotonic clock. */
    public void setFromLiveSource(boolean fromLive) {
        fromLiveSource = fromLive;
    }

    /** When the source had decoded it, on the machine's monotonic clock. */
    public long decodedNanos() {
        return decodedNanos;
    }

    public void setDecodedNanos(long nanos) {
        decodedNanos = nanos;
    }

    /** When it got its buffer, on the machine's monotonic clock; latency is counted from here. */
    public long admittedNanos() {
        return admittedNanos;
    }

    public void setAdmittedNanos(long nanos) {
        admittedNanos = nanos;
    }

    /** Whether the detector runs on this frame; its input then lies in the buffer. */
    public boolean isDetectorDue() {
        return detectorDue;
    }

    public void setDetectorDue(boolean due) {
        detectorDue = due;
    }

    /** Whether the lighter of two pose networks is enough for this frame. */
    public boolean isLighterPose() {
        return lighterPose;
    }

    public void setLighterPose(boolean lighter) {
        lighterPose = lighter;
    }
}
