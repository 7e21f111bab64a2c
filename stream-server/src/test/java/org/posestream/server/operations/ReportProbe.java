package org.posestream.server.operations;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntSupplier;
import org.posestream.metrics.LatencyRecorder;
import org.posestream.metrics.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures what making the two reports costs. Run its {@code main}; it is no test, since its figures depend on the
 * machine.
 */
final class ReportProbe {

    private static final Logger log = LoggerFactory.getLogger(ReportProbe.class);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 200;
    private static final int RUNS = 200;

    private ReportProbe() {
    }

    public static void main(String[] args) {
        for (int cameras : new int[] {1, 4, 16}) {
            Observation observation = observation(cameras);
            try (PrometheusText prometheus = new PrometheusText()) {
                probe(cameras + " cameras, /metrics", () -> prometheus.write(observation).length());
            }
            probe(cameras + " cameras, /health",
                    () -> observation.report("0.1.0", Readings.NOW, List.of()).toJson().length);
        }
    }

    /** Cameras whose stages took between a tenth of and ten times 10 ms, a hundred thousand times. */
    private static Observation observation(int count) {
        Readings readings = new Readings();
        Random random = new Random(1);
        CameraReading[] cameras = new CameraReading[count];
        for (int i = 0; i < count; i++) {
            CameraReading camera = readings.streaming("camera" + i);
            LatencyRecorder latencies = new LatencyRecorder(2);
            cameras[i] = new CameraReading(camera.status(), camera.counters(), latencies);
            for (int frame = 0; frame < 100_000; frame++) {
                for (Stage stage : Stage.values()) {
                    latencies.record(stage, millis(random));
                }
                latencies.recordTotal(millis(random));
                latencies.recordAge(millis(random));
            }
        }
        return readings.observe(Observation.Phase.RUNNING, Optional.empty(), cameras);
    }

    private static long millis(Random random) {
        return (long) (10e6 * Math.pow(10, 2 * random.nextDouble() - 1));
    }

    private static void probe(String what, IntSupplier report) {
        int bytes = 0;
        for (int i = 0; i < WARM_UP; i++) {
            bytes = report.getAsInt();
        }
        long begin = THREADS.getCurrentThreadCpuTime();
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < RUNS; i++) {
            bytes = report.getAsInt();
        }
        log.warn("{}: {} ms of a core, {} KB allocated, {} KB long", what,
                (THREADS.getCurrentThreadCpuTime() - begin) / RUNS / 10_000 / 100.0,
                (THREADS.getCurrentThreadAllocatedBytes() - allocated) / RUNS / 1000, bytes / 1000);
    }
}
