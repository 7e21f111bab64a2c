package org.posestream.pipeline;

import java.util.Optional;
import org.posestream.source.SourceFormat;

/** A reader that does what the test says, without thread and clock. */
final class StubConnection implements Connection {

    boolean started;
    boolean toldToEnd;
    boolean abandoned;
    boolean ended;
    /** Does not end when told to. */
    boolean deaf;
    boolean waitingForStages;
    long framesRead;
    long heardNanos;
    SourceFormat format = SourceFormat.UNKNOWN;
    Throwable failure;
    String endReason;

    @Override
    public void start() {
        started = true;
    }

    @Override
    public void requestStop() {
        toldToEnd = true;
        ended |= !deaf;
    }

    @Override
    public void abandon() {
        abandoned = true;
    }

    void frame(long nowNanos) {
        framesRead++;
        heardNanos = nowNanos;
        format = new SourceFormat("h264", "yuv420p", 1280, 720, 25);
    }

    void end(Throwable why) {
        ended = true;
        failure = why;
    }

    @Override
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public boolean awaitEnd(long deadlineNanos) {
        return ended;
    }

    @Override
    public long framesRead() {
        return framesRead;
    }

    @Override
    public long silentNanos(long nowNanos) {
        return waitingForStages ? 0 : nowNanos - heardNanos;
    }

    @Override
    public SourceFormat format() {
        return format;
    }

    @Override
    public Throwable failure() {
        return failure;
    }

    @Override
    public Optional<String> endReason() {
        return Optional.ofNullable(endReason);
    }
}
