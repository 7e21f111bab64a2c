package org.posestream.server.command;

import java.util.LinkedHashMap;
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
            refuse(e.lines());
            return;
        } catch (RuntimeException e) {
            refuse(List.of(String.valueOf(e.getMessage())));
            return;
        }
        Logging.setUp(next.log(), debug);
        budget.accept(next.latencyBudget().budget());
        PoseStreamConfig now = new PoseStreamConfig(inForce.server(), next.log(), inForce.networks(),
                inForce.pipeline(), next.latencyBudget(), inForce.degradation(), next.cameraDefaults(), next.cameras());
        inForce = now.withCameras(changeCameras(inForce.cameras(), next.cameras()));
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

    /** Returns what is in force then: of a camera whose order fails it is what was, and is tried the next time. */
    private Map<String, CameraConfig> changeCameras(Map<String, CameraConfig> before, Map<String, CameraConfig> after) {
        Map<String, CameraConfig> known = new LinkedHashMap<>(before);
        int changes = 0;
        // Those that leave make room for those that come.
        for (String name : before.keySet()) {
            if (!after.containsKey(name)) {
                changes += order(name, () -> cameras.remove(name)) ? 1 : 0;
                known.remove(name);
            }
        }
        for (Map.Entry<String, CameraConfig> camera : after.entrySet()) {
            String name = camera.getKey();
            CameraConfig config = camera.getValue();
            Order order = known.containsKey(name)
                    ? () -> cameras.change(name, config) : () -> cameras.add(name, config);
            if (!config.equals(known.get(name)) && order(name, order)) {
                known.put(name, config);
                changes++;
            }
        }
        log.info("reloaded: {} of {} cameras added, changed or removed", changes, after.size());
        return known;
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
}
