package org.posestream.server.preview;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.posestream.pipeline.CameraState;
import org.posestream.pipeline.CameraStatus;
import org.posestream.server.config.PreviewConfig;

/** Who looks at which camera; told the time, and of the preview thread, but for {@link #mailbox}. */
final class PreviewDesk implements AutoCloseable {

    private final PreviewConfig config;
    private final Map<String, WatchedCamera> cameras = new HashMap<>();
    /** Those that somebody looks at; never changed, only replaced. */
    private volatile Map<String, PictureMailbox> watched = Map.of();
    private boolean closed;

    PreviewDesk(PreviewConfig config) {
        this.config = config;
    }

    /** Where a frame of that camera goes, or null while nobody looks; any thread, for one volatile read. */
    PictureMailbox mailbox(String camera) {
        Map<String, PictureMailbox> now = watched;
        return now.isEmpty() ? null : now.get(camera);
    }

    /** @throws Refusal when nobody else can look at that now */
    void requireRoom(Look look) throws Refusal {
        if (closed) {
            throw Refusal.stopping();
        }
        if (viewers() >= config.viewers()) {
            throw Refusal.busy(config.viewers() + " look at cameras already, and there may be no more"
                    + " (preview.viewers); try again later");
        }
        WatchedCamera camera = cameras.get(look.camera());
        if (camera != null) {
            camera.requireRoom(look.form());
        }
    }

    /** Shows pictures to a viewer from the next one on, or ends its looking where there is no room. */
    void add(Look look, Viewer viewer) {
        try {
            requireRoom(look);
            cameras.computeIfAbsent(look.camera(), name -> new WatchedCamera(name, config.quality()))
                    .add(look.form(), viewer);
            announce();
        } catch (Refusal reason) {
            viewer.end(reason);
        } catch (LinkageError e) {
            viewer.end(Refusal.noPicture("no pictures can be made: " + e.getMessage()));
        }
    }

    /** Shows a viewer no more, if it is still there. */
    void remove(Look look, Viewer viewer, long nowNanos) {
        WatchedCamera camera = cameras.get(look.camera());
        if (camera != null) {
            camera.remove(look.form(), viewer, nowNanos);
            announce();
        }
    }

    /** Shows the picture that has come from a camera, if somebody looks at it still. */
    void showPicture(String name, long nowNanos) {
        WatchedCamera camera = cameras.get(name);
        if (camera != null) {
            camera.showPicture(nowNanos);
            announce();
        }
    }

    /**
     * Ends the looking at a camera that is no more, answers those who wait too long, and gives back what nobody uses;
     * to be called several times a second while it is needed.
     *
     * @param statusOf what a camera is doing, by its name; empty when there is none
     * @return whether it is needed still
     */
    boolean tick(Function<String, Optional<CameraStatus>> statusOf, long nowNanos) {
        for (Iterator<Map.Entry<String, WatchedCamera>> each = cameras.entrySet().iterator(); each.hasNext();) {
            Map.Entry<String, WatchedCamera> camera = each.next();
            if (!tick(camera.getKey(), camera.getValue(), statusOf.apply(camera.getKey()), nowNanos)) {
                camera.getValue().close();
                each.remove();
            }
        }
        announce();
        return !cameras.isEmpty();
    }

    /** Ends the looking of everybody, for ever. */
    @Override
    public void close() {
        closed = true;
        cameras.values().forEach(camera -> {
            camera.end(Refusal.stopping());
            camera.close();
        });
        cameras.clear();
        announce();
    }

    private static boolean tick(String name, WatchedCamera camera, Optional<CameraStatus> status, long nowNanos) {
        if (status.isEmpty() || status.get().state() == CameraState.STOPPED) {
            camera.end(Refusal.unknownCamera(name));
            return false;
        }
        return camera.tick(Refusal.silentCamera(status.get()), nowNanos);
    }

    private int viewers() {
        return cameras.values().stream().mapToInt(WatchedCamera::viewers).sum();
    }

    /** Tells the publishing thread whose frames are wanted, and how many of them. */
    private void announce() {
        Map<String, PictureMailbox> now = new HashMap<>();
        cameras.forEach((name, camera) -> {
            if (camera.viewers() > 0) {
                camera.updateRate();
                now.put(name, camera.mailbox());
            }
        });
        if (!now.equals(watched)) {
            watched = Map.copyOf(now);
        }
    }
}
