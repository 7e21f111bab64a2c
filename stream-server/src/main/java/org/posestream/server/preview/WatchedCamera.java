package org.posestream.server.preview;

import java.io.IOException;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.posestream.export.SkeletonPainter;
import org.posestream.frame.FrameBuffer;
import org.posestream.pose.PoseFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A camera that somebody looks at, or did a moment ago; of the preview thread, but for the mailbox. */
final class WatchedCamera implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WatchedCamera.class);
    /** Large and small, with skeletons and without. More would cost a core's time, and nobody looks at so many. */
    private static final int MAX_FORMS = 4;
    /** Who takes a picture every few seconds finds everything in place; after that the memory is given back. */
    private static final long KEPT_NANOS = 10_000_000_000L;

    private final String name;
    private final int quality;
    private final PictureMailbox mailbox = new PictureMailbox();
    /** Those without skeletons first: for the others there is drawn on the same pixels. */
    private final Map<Look.Form, Showing> showings = new TreeMap<>(
            Comparator.comparing(Look.Form::overlay).thenComparing(Look.Form::width));

    WatchedCamera(String name, int quality) {
        this.name = name;
        this.quality = quality;
    }

    PictureMailbox mailbox() {
        return mailbox;
    }

    /** @throws Refusal when its pictures are made in too many forms already */
    void requireRoom(Look.Form form) throws Refusal {
        boolean room = showings.containsKey(form) || showings.size() < MAX_FORMS
                || showings.values().stream().anyMatch(showing -> showing.viewers().isEmpty());
        if (!room) {
            throw Refusal.busy("camera '" + name + "' is looked at in " + MAX_FORMS + " forms already; ask for one of"
                    + " them: " + forms());
        }
    }

    /** @throws Refusal see {@link #requireRoom} */
    void add(Look.Form form, Viewer viewer) throws Refusal {
        requireRoom(form);
        if (!showings.containsKey(form) && showings.size() == MAX_FORMS) {
            closeIf(showing -> showing.viewers().isEmpty());
        }
        showings.computeIfAbsent(form, missing -> new Showing(missing, quality)).add(viewer);
    }

    void remove(Look.Form form, Viewer viewer, long nowNanos) {
        Showing showing = showings.get(form);
        if (showing != null) {
            showing.remove(viewer, nowNanos);
        }
    }

    int viewers() {
        return showings.values().stream().mapToInt(showing -> showing.viewers().size()).sum();
    }

    /** Lets the mailbox fill as often as somebody wants a picture. */
    void updateRate() {
        double most = 0;
        for (Showing showing : showings.values()) {
            for (Viewer viewer : showing.viewers()) {
                if (viewer.rate() == 0) {
                    mailbox.setRate(0);
                    return;
                }
                most = Math.max(most, viewer.rate());
            }
        }
        mailbox.setRate(most);
    }

    /** Shows the mailbox's picture, if there is one, to everybody whose turn it is. */
    void showPicture(long nowNanos) {
        PoseFrame frame = mailbox.take();
        if (frame == null) {
            return;
        }
        try {
            show(frame, mailbox.pixels(), nowNanos);
        } finally {
            mailbox.release();
        }
    }

    /**
     * Answers those who wait too long, and gives back what nobody uses.
     *
     * @return false when nothing is left
     */
    boolean tick(Refusal noPicture, long nowNanos) {
        showings.values().forEach(showing -> showing.tick(noPicture, nowNanos));
        closeIf(showing -> showing.isIdleFor(KEPT_NANOS, nowNanos));
        return !showings.isEmpty();
    }

    /** Ends the looking of everybody. */
    void end(Refusal reason) {
        showings.values().forEach(showing -> showing.end(reason));
    }

    @Override
    public void close() {
        closeIf(showing -> true);
    }

    private void show(PoseFrame frame, FrameBuffer pixels, long nowNanos) {
        boolean drawn = false;
        for (Iterator<Showing> each = showings.values().iterator(); each.hasNext();) {
            Showing showing = each.next();
            List<Viewer> takers = showing.takers(frame.captureNanos());
            if (!takers.isEmpty() && showing.hasOverlay() && !drawn) {
                SkeletonPainter.draw(frame, pixels);
                drawn = true;
            }
            if (!takers.isEmpty() && !show(showing, frame, pixels, takers)) {
                each.remove();
                showing.close();
            }
            showing.forgetEnded(nowNanos);
        }
    }

    /** Whether it could be shown; otherwise the looking has ended. */
    private boolean show(Showing showing, PoseFrame frame, FrameBuffer pixels, List<Viewer> takers) {
        try {
            showing.show(frame, pixels, takers);
            return true;
        } catch (IOException | RuntimeException | LinkageError e) {
            log.warn("{}: no picture can be made: {}", name, e.getMessage());
            log.debug("no picture can be made", e);
            showing.end(Refusal.noPicture("no picture can be made of camera '" + name + "': " + e.getMessage()));
            return false;
        }
    }

    private String forms() {
        return showings.keySet().stream().map(form -> "overlay=" + form.overlay() + "&width=" + form.width())
                .collect(Collectors.joining(", "));
    }

    private void closeIf(Predicate<Showing> isDone) {
        showings.values().removeIf(showing -> {
            boolean done = isDone.test(showing);
            if (done) {
                showing.close();
            }
            return done;
        });
    }
}
