package org.posestream.server.preview;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.posestream.frame.FrameBuffer;
import org.posestream.pipeline.CameraState;
import org.posestream.pipeline.CameraStatus;
import org.posestream.pipeline.PosePublisher;
import org.posestream.pose.PoseFrame;
import org.posestream.server.access.Scope;
import org.posestream.server.config.PreviewConfig;
import org.posestream.server.web.Answer;
import org.posestream.server.web.Endpoint;
import org.posestream.server.web.ProblemType;
import org.posestream.server.web.Request;
import org.posestream.server.web.StreamedReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code snapshot.jpg} and {@code preview.mjpg} of cameras. Publishing a frame costs a volatile read while
 * nobody looks, and otherwise at most a copy of its pixels, as often as a picture is due; it never waits.
 */
public final class Previews implements PosePublisher, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Previews.class);
    private static final String STREAM_TYPE = "multipart/x-mixed-replace; boundary=" + Picture.BOUNDARY;
    /** For the next picture of a camera; then the newest one that is known is given. */
    private static final long SNAPSHOT_WAIT_NANOS = 5_000_000_000L;
    /** How late it may be noticed that a camera was removed, or that somebody has waited long enough. */
    private static final long TICK_MILLIS = 250;
    /** For the picture under way when the server stops. */
    private static final long CLOSE_SECONDS = 2;

    private final PreviewConfig config;
    private final PreviewDesk desk;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
        Thread daemon = new Thread(task, "preview");
        daemon.setDaemon(true);
        return daemon;
    });
    /** Null while the networks are being loaded. */
    private volatile Function<String, Optional<CameraStatus>> statusOf;
    /** Of the preview thread. */
    private boolean ticking;

    public Previews(PreviewConfig config) {
        this.config = requireNonNull(config, "config is null");
        desk = new PreviewDesk(config);
    }

    /** What to serve. */
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/v1/cameras/{name}/snapshot.jpg", Scope.VIEW, request -> answer(request, this::snapshot)),
                Endpoint.get("/v1/cameras/{name}/preview.mjpg", Scope.VIEW, request -> answer(request, this::stream)));
    }

    /**
     * From now on there is something to see.
     *
     * @param itsStatusOf what a camera is doing, by its name; empty when there is none. Any thread asks, and does not
     *     wait.
     */
    public void watch(Function<String, Optional<CameraStatus>> itsStatusOf) {
        statusOf = itsStatusOf;
    }

    @Override
    public void publish(PoseFrame frame, FrameBuffer pixels) {
        PictureMailbox mailbox = desk.mailbox(frame.stream());
        if (mailbox != null && mailbox.offer(frame, pixels)) {
            String camera = frame.stream();
            order(() -> desk.showPicture(camera, System.nanoTime()));
        }
    }

    /** Whether somebody looks at a camera of that name; any thread. */
    boolean isWatched(String camera) {
        return desk.mailbox(camera) != null;
    }

    /** Ends the looking of everybody; frames that are still published are seen by nobody. */
    @Override
    public void close() {
        if (thread.isShutdown()) {
            return;
        }
        try {
            thread.submit(() -> logged(desk::close)).get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.warn("the picture under way did not end in time and was left behind");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            thread.shutdownNow();
        }
    }

    private CompletionStage<Answer> answer(Request request, Asking asking) {
        try {
            requireOpen(request.variable("name"));
            return asking.answer(request);
        } catch (Refusal e) {
            return CompletableFuture.completedStage(e.reply());
        }
    }

    private void requireOpen(String camera) throws Refusal {
        Function<String, Optional<CameraStatus>> known = statusOf;
        if (!config.enabled()) {
            throw new Refusal(ProblemType.NO_PREVIEWS, "this server gives no pictures (preview.enabled)");
        }
        if (known == null) {
            throw new Refusal(ProblemType.STARTING, "the networks are being loaded");
        }
        CameraStatus status = known.apply(camera).orElseThrow(() -> Refusal.unknownCamera(camera));
        if (status.state() == CameraState.PAUSED) {
            throw Refusal.silentCamera(status);
        }
    }

    private CompletionStage<Answer> snapshot(Request request) throws Refusal {
        Look look = Look.atPicture(request, config);
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        SnapshotViewer viewer = new SnapshotViewer(answer, System.nanoTime() + SNAPSHOT_WAIT_NANOS);
        if (!order(() -> add(look, viewer))) {
            throw Refusal.stopping();
        }
        return answer;
    }

    private CompletionStage<Answer> stream(Request request) throws Refusal {
        Look look = Look.atStream(request, config);
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        boolean taken = order(() -> {
            try {
                desk.requireRoom(look);
                answer.complete(new StreamedReply(STREAM_TYPE, sink -> begin(look, sink)));
            } catch (Refusal e) {
                answer.complete(e.reply());
            }
        });
        if (!taken) {
            throw Refusal.stopping();
        }
        return answer;
    }

    /** On the event loop, when the client is there. */
    private Runnable begin(Look look, StreamedReply.Sink sink) {
        StreamViewer viewer = new StreamViewer(sink, look.rate());
        sink.send(Picture.FIRST_BOUNDARY);
        if (!order(() -> add(look, viewer))) {
            sink.end();
        }
        return () -> order(() -> desk.remove(look, viewer, System.nanoTime()));
    }

    private void add(Look look, Viewer viewer) {
        desk.add(look, viewer);
        if (!ticking) {
            ticking = true;
            tickLater();
        }
    }

    private void tick() {
        boolean needed = true;
        try {
            needed = desk.tick(statusOf, System.nanoTime());
        } finally {
            ticking = needed;
            if (needed) {
                tickLater();
            }
        }
    }

    private void tickLater() {
        try {
            thread.schedule(() -> logged(this::tick), TICK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            ticking = false;
        }
    }

    /** Whether the preview thread will do it; not when it has been told to end. */
    private boolean order(Runnable order) {
        try {
            thread.execute(() -> logged(order));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private static void logged(Runnable order) {
        try {
            order.run();
        } catch (RuntimeException | Error e) {
            log.error("a preview failed: {}", e.toString());
            log.debug("a preview failed", e);
        }
    }

    /** What an endpoint does with a camera that there is. */
    private interface Asking {

        CompletionStage<Answer> answer(Request request) throws Refusal;
    }
}
