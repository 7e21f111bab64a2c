package org.posestream.server.preview;

import java.util.concurrent.CompletableFuture;
import org.posestream.server.web.Answer;

/** Looks once: at the next picture, if it comes in time. */
final class SnapshotViewer implements Viewer {

    private final CompletableFuture<Answer> answer;
    private final long deadlineNanos;

    SnapshotViewer(CompletableFuture<Answer> answer, long deadlineNanos) {
        this.answer = answer;
        this.deadlineNanos = deadlineNanos;
    }

    @Override
    public double rate() {
        return 0;
    }

    @Override
    public boolean wants(long captureNanos) {
        return true;
    }

    @Override
    public void show(Picture picture) {
        answer.complete(picture.reply());
    }

    @Override
    public boolean isTiredOfWaiting(long nowNanos) {
        return nowNanos - deadlineNanos >= 0;
    }

    @Override
    public void end(Refusal reason) {
        answer.complete(reason.reply());
    }

    @Override
    public boolean hasEnded() {
        return answer.isDone();
    }
}
