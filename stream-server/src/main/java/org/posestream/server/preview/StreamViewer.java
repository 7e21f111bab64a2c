package org.posestream.server.preview;

import org.posestream.pipeline.RateLimit;
import org.posestream.server.web.StreamedReply;

/** Looks until it goes; pictures that come while it is still busy with an earlier one are not for it. */
final class StreamViewer implements Viewer {

    /** The mailbox has left frames out already, by the turns of whoever wants most. */
    private static final double EARLY = 0.5;

    private final StreamedReply.Sink sink;
    private final double rate;
    private final RateLimit limit;
    private boolean ended;

    /** @param rate pictures a second, above 0 */
    StreamViewer(StreamedReply.Sink sink, double rate) {
        this.sink = sink;
        this.rate = rate;
        limit = new RateLimit(rate, EARLY);
    }

    @Override
    public double rate() {
        return rate;
    }

    @Override
    public boolean wants(long captureNanos) {
        return sink.isReady() && limit.admits(captureNanos);
    }

    @Override
    public void show(Picture picture) {
        sink.send(picture.part());
    }

    @Override
    public boolean isTiredOfWaiting(long nowNanos) {
        return false;
    }

    @Override
    public void end(Refusal reason) {
        ended = true;
        sink.end();
    }

    @Override
    public boolean hasEnded() {
        return ended;
    }
}
