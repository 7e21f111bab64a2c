package org.posestream.benchmarks;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.posestream.frame.FrameBuffer;
import org.posestream.source.FrameSource;
import org.posestream.source.ReplayFrameSource;

/**
 * A camera that plays frames from memory at a fixed rate, forth and back so that nobody jumps. Each frame bears the
 * time at which it was due, not the one at which the pipeline had time for it: a latency counted from there does not
 * leave out how long frames stood in line ("coordinated omission").
 */
final class ScheduledFrameSource implements FrameSource {

    private final List<ReplayFrameSource.Frame> frames;
    private final double frameRate;
    private final long frameCount;
    private long startNanos;
    private long current = -1;
    private volatile boolean interrupted;

    /** @param frameCount the camera is switched off after so many frames */
    ScheduledFrameSource(List<ReplayFrameSource.Frame> frames, double frameRate, long frameCount) {
        this.frames = List.copyOf(frames);
        this.frameRate = frameRate;
        this.frameCount = frameCount;
    }

    @Override
    public boolean advance() {
        if (current < 0) {
            startNanos = System.nanoTime();
        }
        current++;
        for (long left = untilDue(); left > 0 && !interrupted; left = untilDue()) {
            LockSupport.parkNanos(left);
        }
        return !interrupted && current < frameCount;
    }

    private long untilDue() {
        return captureNanos() - System.nanoTime();
    }

    @Override
    public long captureNanos() {
        return startNanos + Math.round(current * 1e9 / frameRate);
    }

    @Override
    public void copyTo(FrameBuffer buffer) {
        int round = Math.max(1, 2 * frames.size() - 2);
        int i = (int) (current % round);
        ReplayFrameSource.Frame frame = frames.get(i < frames.size() ? i : round - i);
        buffer.resize(frame.width(), frame.height(), frame.color());
        buffer.pixels().put(0, frame.i420());
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public double frameRate() {
        return frameRate;
    }

    @Override
    public long frameCount() {
        return 0;
    }

    @Override
    public void interrupt() {
        interrupted = true;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
