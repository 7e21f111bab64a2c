package org.posestream.server.command;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.posestream.metrics.LatencyBudget;
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
    private final Consumer<LatencyBudget> budget;
    private final boolean debug;
    private PoseStreamConfig inForce;

    /**
     * @param budget takes another latency budget
     * @param inForce what the server began with
     * @param debug whether the log is loud whatever a file says
     */
    Reload(CameraService cameras, Consumer<LatencyBudget> budget, PoseStreamConfig inForce, boolean debug) {
        this.cameras = cameras;
        this.budget = budget;
        this.inForce = inForce;
        this.debug = debug;
    }

    /** Reads a configuration. */
    interface Loader {
        PoseStreamConfig load() throws ConfigException;
    }

    /** Reads again and changes what differs; nothing when there is anything wrong with what was read. */
    void run(Loader loader) {
        PoseStreamConfig next;
        try {
            next = loader.load();
        } catch (ConfigException e) {
            e.lines().forEach(line -> log.error("not reloaded: {}", line));
            return;
        } catch (RuntimeException e) {
            log.error("not reloaded: {}", e.getMessage());
            return;
        }
        Logging.setUp(next.log(), debug);
        budget.accept(next.latencyBudget().budget());
        int changes = changeCameras(inForce.cameras(), next.cameras());
        log.info("reloaded: {} of {} cameras added, changed or removed", changes, next.cameras().size());
        PoseStreamConfig now = new PoseStreamConfig(inForce.server(), next.log(), inForce.networks(),
                inForce.pipeline(), next.latencyBudget(), inForce.degradation(), next.cameraDefaults(), next.cameras());
        List<String> kept = ConfigChange.keys(now, next);
        if (!kept.isEmpty()) {
            log.warn("not changed before a restart: {}", String.join(", ", kept));
        }
        inForce = now;
    }

    private int changeCameras(Map<String, CameraConfig> before, Map<String, CameraConfig> after) {
        int changes = 0;
        // Those that leave make room for those that come.
        for (String name : before.keySet()) {
            changes += after.containsKey(name) ? 0 : order(name, () -> cameras.remove(name));
        }
        for (Map.Entry<String, CameraConfig> camera : after.entrySet()) {
            String name = camera.getKey();
            if (!before.containsKey(name)) {
                changes += order(name, () -> cameras.add(name, camera.getValue()));
            } else if (!camera.getValue().equals(before.get(name))) {
                changes += order(name, () -> cameras.change(name, camera.getValue()));
            }
        }
        return changes;
    }

    private static int order(String name, Order order) {
        try {
            order.run();
            return 1;
        } catch (CameraException e) {
            log.error("{}: not reloaded: {}", name, e.getMessage());
            return 0;
        }
    }

    private interface Order {
        void run() throws CameraException;
    }
}
