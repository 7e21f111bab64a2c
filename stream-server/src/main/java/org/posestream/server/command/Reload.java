package org.posestream.server.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.posestream.server.camera.CameraException;
import org.posestream.server.camera.CameraService;
import org.posestream.server.config.CameraConfig;
import org.posestream.server.config.ConfigChange;
import org.posestream.server.config.ConfigException;
import org.posestream.server.config.PoseStreamConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what a file says now into a running server, as far as that is safe. One thread at a time. */
final class Reload {

    private static final Logger log = LoggerFactory.getLogger(Reload.class);

    private final CameraService cameras;
    private final Consumer<PoseStreamConfig> others;
    private final boolean debug;
    private PoseStreamConfig inForce;

    /**
     * @param others takes what else changes at once: the latency budget, access, and the targets of vmc and osc
     * @param inForce what the server began with
     * @param debug whether the log is loud whatever a file says
     */
    Reload(CameraService cameras, Consumer<PoseStreamConfig> others, PoseStreamConfig inForce, boolean debug) {
        this.cameras = cameras;
        this.others = others;
        this.inForce = inForce;
        this.debug = debug;
    }

    /** Reads a configuration. */
    interface Loader {
        PoseStreamConfig load() throws ConfigException, IOException;
    }

    /** Reads again and changes what differs; nothing when there is anything wrong with what was read. */
    void run(Loader loader) {
        PoseStreamConfig next;
        try {
            next = loader.load();
            // It listens where it did, also where the file names another host now.
            WebSetup.requireGuarded(inForce.server(), next.access());
        } catch (ConfigException e) {
            refuse(e.lines());
            return;
        } catch (IOException | RuntimeException e) {
            refuse(List.of(String.valueOf(e.getMessage())));
            return;
        }
        Logging.setUp(next.log(), debug);
        others.accept(next);
        PoseStreamConfig now = inForce.takeOver(next);
        Summary summary = new Summary();
        List<String> changed = ConfigChange.keys(inForce.withCameras(Map.of()), now.withCameras(Map.of()));
        inForce = now.withCameras(changeCameras(inForce.cameras(), next.cameras(), summary));
        summary.changed.addAll(changed);
        log.info("reloaded: {}", summary);
        List<String> kept = ConfigChange.keys(now, next);
        if (!kept.isEmpty()) {
            log.warn("not changed before a restart: {}", String.join(", ", kept));
        }
    }

    private static void refuse(List<String> problems) {
        problems.forEach(line -> log.error("not reloaded: {}", line));
        // Errors that come again within a minute are kept back; whoever asks again must be answered all the same.
        log.info("nothing was reloaded, because of errors: {}", problems.size());
    }

    /**
     * Returns what is in force then: of a camera whose order fails it is what was, and is tried the next time. Cameras
     * that were added, changed or removed otherwise stay so, unless what the file says of them has changed.
     */
    private Map<String, CameraConfig> changeCameras(Map<String, CameraConfig> before, Map<String, CameraConfig> after,
            Summary summary) {
        Map<String, CameraConfig> known = new LinkedHashMap<>(before);
        // Those that leave make room for those that come.
        for (String name : before.keySet()) {
            if (!after.containsKey(name)) {
                if (order(name, () -> removeIfThere(name))) {
                    summary.removed.add(name);
                }
                known.remove(name);
            }
        }
        for (Map.Entry<String, CameraConfig> camera : after.entrySet()) {
            String name = camera.getKey();
            CameraConfig config = camera.getValue();
            boolean isKnown = known.containsKey(name);
            if (!config.equals(known.get(name)) && order(name, () -> cameras.set(name, config))) {
                known.put(name, config);
                (isKnown ? summary.changed : summary.added).add(name);
            }
        }
        return known;
    }

    private void removeIfThere(String name) throws CameraException {
        if (cameras.get(name).isPresent()) {
            cameras.remove(name);
        }
    }

    private static boolean order(String name, Order order) {
        try {
            order.run();
            return true;
        } catch (CameraException e) {
            log.error("{}: not reloaded: {}", name, e.getMessage());
            return false;
        }
    }

    private interface Order {
        void run() throws CameraException;
    }

    /** What a reload did, as one line of bounded length. */
    private static final class Summary {

        private static final int MAX_NAMES = 10;

        private final List<String> added = new ArrayList<>();
        private final List<String> changed = new ArrayList<>();
        private final List<String> removed = new ArrayList<>();

        @Override
        public String toString() {
            StringJoiner kinds = new StringJoiner("; ").setEmptyValue("nothing changed");
            join(kinds, "added ", added);
            join(kinds, "changed ", changed);
            join(kinds, "removed ", removed);
            return kinds.toString();
        }

        private static void join(StringJoiner kinds, String kind, List<String> names) {
            int more = names.size() - MAX_NAMES;
            if (!names.isEmpty()) {
                kinds.add(kind + String.join(", ", names.subList(0, Math.min(names.size(), MAX_NAMES)))
                        + (more > 0 ? " and " + more + " more" : ""));
            }
        }
    }
}
