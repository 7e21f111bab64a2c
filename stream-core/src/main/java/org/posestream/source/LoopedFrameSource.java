package org.posestream.source;

import static java.util.Objects.requireNonNull;

import org.posestream.frame.FrameBuffer;

/** Plays a file again and again; its times go on, as if the file had no end. */
public final class LoopedFrameSource implements FrameSource {

    /** For files that do not know their rate; it spaces the last frame of a round from the first of the next. */
    private static final double ASSUMED_FRAME_RATE = 30;

    private final SourceOpener opener;
    private volatile FrameSource round;
    private boolean roundHasFrames;
    private long roundStartNanos;
    private long captureNanos;
    private long brokenBefore;
    private volatile boolean interrupted;

    /** @throws SourceException when the first round cannot be opened */
    public LoopedFrameSource(SourceOpener opener) throws SourceException {
        this.opener = requireNonNull(opener, "opener is null");
        round = opener.open();
    }

    @Override
    public boolean advance() throws SourceException {
        while (!interrupted) {
            if (round.advance()) {
                roundHasFrames = true;
                captureNanos = roundStartNanos + round.captureNanos();
                return true;
            }
            if (interrupted || !roundHasFrames) {
                return false;
            }
            startAgain();
        }
        return false;
    }

    @Override
    public void copyTo(FrameBuffer buffer) throws SourceException {
        round.copyTo(buffer);
    }

    @Override
    public long captureNanos() {
        return captureNanos;
    }

    /** Of all rounds. */
    @Override
    public long brokenPackets() {
        return brokenBefore + round.brokenPackets();
    }

    @Override
    public SourceFormat format() {
        return round.format();
    }

    @Override
    public boolean isLive() {
        return round.isLive();
    }

    @Override
    public double frameRate() {
        return round.frameRate();
    }

    /** Unknown: there is no end. */
    @Override
    public long frameCount() {
        return 0;
    }

    @Override
    public void interrupt() {
        interrupted = true;
        round.interrupt();
    }

    @Override
    public void close() {
        round.close();
    }

    private void startAgain() throws SourceException {
        double rate = round.frameRate() > 0 ? round.frameRate() : ASSUMED_FRAME_RATE;
        roundStartNanos = captureNanos + Math.round(1e9 / rate);
        brokenBefore += round.brokenPackets();
        round.close();
        round = opener.open();
        roundHasFrames = false;
    }
}
