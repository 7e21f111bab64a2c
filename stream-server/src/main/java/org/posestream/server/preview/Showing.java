package org.posestream.server.preview;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posestream.export.JpegEncoder;
import org.posestream.frame.FrameBuffer;
import org.posestream.pose.PoseFrame;

/** One form of a camera's pictures, encoded once for all who look at it; of the preview thread. */
final class Showing implements AutoCloseable {

    private final Look.Form form;
    private final JpegEncoder encoder;
    private final List<Viewer> viewers = new ArrayList<>();
    /** Null before the first. */
    private Picture newest;
    private long idleSinceNanos;

    Showing(Look.Form form, int quality) {
        this.form = form;
        encoder = new JpegEncoder(quality);
    }

    boolean hasOverlay() {
        return form.overlay();
    }

    void add(Viewer viewer) {
        viewers.add(viewer);
    }

    void remove(Viewer viewer, long nowNanos) {
        viewers.remove(viewer);
        idleSinceNanos = nowNanos;
    }

    List<Viewer> viewers() {
        return viewers;
    }

    /** Who is to see a picture of that capture time; asked once for each. */
    List<Viewer> takers(long captureNanos) {
        return viewers.stream().filter(viewer -> viewer.wants(captureNanos)).toList();
    }

    /**
     * Encodes a picture and shows it.
     *
     * @param pixels as they are to be seen, but for their size
     * @throws IOException when it cannot be encoded
     */
    void show(PoseFrame frame, FrameBuffer pixels, List<Viewer> takers) throws IOException {
        newest = new Picture(encoder.encode(pixels, form.width()), frame);
        takers.forEach(taker -> taker.show(newest));
    }

    /** Gives those who have waited long enough the newest picture there is, or the reason for which there is none. */
    void tick(Refusal noPicture, long nowNanos) {
        for (Viewer viewer : viewers) {
            if (viewer.isTiredOfWaiting(nowNanos)) {
                Optional.ofNullable(newest).ifPresentOrElse(viewer::show, () -> viewer.end(noPicture));
            }
        }
        forgetEnded(nowNanos);
    }

    /** Forgets those who have seen all they wanted. */
    void forgetEnded(long nowNanos) {
        if (viewers.removeIf(Viewer::hasEnded)) {
            idleSinceNanos = nowNanos;
        }
    }

    /** Whether nobody has looked for so long. */
    boolean isIdleFor(long nanos, long nowNanos) {
        return viewers.isEmpty() && nowNanos - idleSinceNanos >= nanos;
    }

    /** Ends the looking of everybody. */
    void end(Refusal reason) {
        viewers.forEach(viewer -> viewer.end(reason));
        viewers.clear();
    }

    @Override
    public void close() {
        encoder.close();
    }
}
