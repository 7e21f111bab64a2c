package org.posestream.server.camera;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.posestream.pipeline.PosePipeline;
import org.posestream.server.access.CameraGuard;
import org.posestream.server.access.CameraRefusedException;
import org.posestream.server.camera.CameraException.Reason;
import org.posestream.server.config.CameraConfig;
import org.posestream.server.config.PoseStreamConfig;
import org.posestream.server.web.PoseBroadcaster;
import org.posestream.source.MissingFileException;
import org.posestream.source.Redaction;
import org.posestream.source.SourceAddress;
import org.posestream.source.SourceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cameras of a pipeline, by name. Any thread may use it: looking never waits, orders are carried out one after the
 * other. An order returns at once, whether or not the camera is there; but one that closes a source waits for it, for
 * as long as the pipeline's time to close at most.
 */
public final class CameraService {

    private static final Logger log = LoggerFactory.getLogger(CameraService.class);

    private final Map<String, ManagedCamera> cameras = new ConcurrentHashMap<>();
    private final PosePipeline pipeline;
    private final PoseBroadcaster broadcaster;
    private final CameraOpening guarded = CameraOpening.guarded(() -> this.guard);
    private volatile CameraGuard guard = CameraGuard.DEFAULT;

    /**
     * A service without cameras.
     *
     * @param pipeline runs; stays with the caller
     * @param broadcaster publishes the pipeline's frames; stays with the caller
     */
    public CameraService(PosePipeline pipeline, PoseBroadcaster broadcaster) {
        this.pipeline = requireNonNull(pipeline, "pipeline is null");
        this.broadcaster = requireNonNull(broadcaster, "broadcaster is null");
    }

    /** Judges what is named over the network from now on, and what was when it is opened the next time. */
    public void setGuard(CameraGuard now) {
        guard = requireNonNull(now, "guard is null");
    }

    /**
     * Makes a camera known; its stream can be subscribed to at once. It is opened, and kept open, if it is enabled;
     * otherwise it is paused.
     *
     * @throws CameraException when the name is in use, there is no room for it or the camera's settings cannot be used
     */
    public synchronized void add(String name, CameraConfig config) throws CameraException {
        add(name, config, CameraOpening.TRUSTED);
    }

    /**
     * The same for a camera that somebody names over the network, which is opened only as far as the guard lets it.
     *
     * @throws CameraException also when the guard does not
     */
    public synchronized void addFromNetwork(String name, CameraConfig config) throws CameraException {
        requireAllowed(config);
        add(name, config, guarded);
    }

    private void add(String name, CameraConfig config, CameraOpening opening) throws CameraException {
        if (!name.matches(PoseStreamConfig.CAMERA_NAME)) {
            throw new CameraException(Reason.INVALID, "a camera's name must be 1 to 64 letters, digits, - and _, but"
                    + " was '" + Redaction.of(name) + "'");
        }
        requireUsable(config);
        if (cameras.containsKey(name)) {
            throw new CameraException(Reason.NAME_IN_USE, "there is a camera '" + name + "' already; change or remove"
                    + " it");
        }
        ManagedCamera camera = new ManagedCamera(name, config, opening, pipeline);
        broadcaster.open(name);
        try {
            camera.begin(config.enabled());
        } catch (CameraException e) {
            broadcaster.close(name);
            throw e;
        }
        cameras.put(name, camera);
    }

    /**
     * Gives a camera other settings. It is opened anew if they differ, unless it is paused; whether it is paused
     * changes only when {@code enabled} does. Its subscribers stay.
     *
     * @throws CameraException when there is none of that name, or the settings cannot be used; then nothing is changed
     */
    public synchronized void change(String name, CameraConfig config) throws CameraException {
        change(find(name), config, CameraOpening.TRUSTED);
    }

    private void change(ManagedCamera camera, CameraConfig config, CameraOpening opening) throws CameraException {
        requireUsable(config);
        CameraConfig before = camera.config();
        boolean runs = config.enabled() == before.enabled() ? camera.isRunning() : config.enabled();
        boolean anew = !config.withEnabled(before.enabled()).equals(before);
        if (anew) {
            stop(camera);
        }
        camera.setConfig(config, opening);
        if (anew) {
            camera.begin(runs);
        } else if (runs) {
            camera.resume();
        } else {
            camera.pause();
        }
    }

    /**
     * Gives a camera these settings, which whoever runs the server wrote; one that is not there is added.
     *
     * @throws CameraException when the settings cannot be used or there is no room for it; then nothing is changed
     */
    public synchronized void set(String name, CameraConfig config) throws CameraException {
        if (cameras.containsKey(name)) {
            change(name, config);
        } else {
            add(name, config);
        }
    }

    /**
     * Gives a camera settings that come over the network and depend on those that it has, with nothing in between; one
     * that is not there is added. The guard judges them, unless address and options stay what they are.
     *
     * @return whether it was added
     * @throws CameraException when the settings cannot be used or there is no room for it; then nothing is changed
     * @throws E when there are no such settings; then nothing is changed
     */
    public synchronized <E extends Exception> boolean put(String name, Settings<E> settings)
            throws CameraException, E {
        Optional<CameraConfig> before = get(name).map(CameraView::config);
        CameraConfig after = settings.after(before);
        if (before.isEmpty()) {
            addFromNetwork(name, after);
        } else if (opensTheSame(before.get(), after)) {
            change(find(name), after, find(name).opening());
        } else {
            requireAllowed(after);
            change(find(name), after, guarded);
        }
        return before.isEmpty();
    }

    private static boolean opensTheSame(CameraConfig before, CameraConfig after) {
        return after.address() != null && after.address().equals(before.address())
                && after.options().equals(before.options());
    }

    private void requireAllowed(CameraConfig config) throws CameraException {
        try {
            guard.require(requireNonNull(config.address(), "address is null"), config.options());
        } catch (CameraRefusedException e) {
            throw new CameraException(Reason.INVALID, e.getMessage());
        }
    }

    /** Makes settings of those that a camera has. */
    @FunctionalInterface
    public interface Settings<E extends Exception> {

        /** @param before empty where there is no such camera */
        CameraConfig after(Optional<CameraConfig> before) throws E;
    }

    /**
     * Closes a camera for ever, and the connections of its subscribers. Its name is free again.
     *
     * @throws CameraException when there is none of that name
     */
    public synchronized void remove(String name) throws CameraException {
        stop(find(name));
        cameras.remove(name);
        broadcaster.close(name);
    }

    /**
     * Closes a camera until it is resumed; its subscribers stay.
     *
     * @throws CameraException when there is none of that name
     */
    public synchronized void pause(String name) throws CameraException {
        find(name).pause();
    }

    /**
     * Opens a camera that was paused, or that is not enabled.
     *
     * @throws CameraException when there is none of that name
     */
    public synchronized void resume(String name) throws CameraException {
        find(name).resume();
    }

    /** All cameras, sorted by name. */
    public List<CameraView> list() {
        return cameras.values().stream().map(ManagedCamera::view).sorted(Comparator.comparing(CameraView::name))
                .toList();
    }

    /** The camera of that name. */
    public Optional<CameraView> get(String name) {
        return Optional.ofNullable(cameras.get(name)).map(ManagedCamera::view);
    }

    private ManagedCamera find(String name) throws CameraException {
        ManagedCamera camera = cameras.get(name);
        if (camera == null) {
            throw new CameraException(Reason.UNKNOWN, "there is no camera '" + name + "'");
        }
        return camera;
    }

    private static void stop(ManagedCamera camera) {
        if (!camera.stop()) {
            log.warn("{}: its source did not end in time and was left behind", camera.name());
        }
    }

    private static void requireUsable(CameraConfig config) throws CameraException {
        try {
            SourceAddress.parse(requireNonNull(config.address(), "address is null"));
        } catch (MissingFileException e) {
            // Like a camera that is not there: its supervisor tells of it and tries again.
        } catch (SourceException e) {
            throw new CameraException(Reason.INVALID, e.getMessage());
        }
    }
}
