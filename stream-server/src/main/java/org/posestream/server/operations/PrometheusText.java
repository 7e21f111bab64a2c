package org.posestream.server.operations;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.lang.management.ManagementFactory;

/**
 * The text format of Prometheus: Java's and the process's figures by Micrometer, and ours made from the counters and
 * histograms that are there anyway, at the time of the scrape. So nothing is counted twice, and the series of a camera
 * that was removed end by themselves. One thread.
 */
final class PrometheusText implements AutoCloseable {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private MetricSnapshots ours = MetricSnapshots.of();

    PrometheusText() {
        // One is named against the conventions for counters, the other as if it were one.
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
                .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        garbageCollection.bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        FunctionCounter.builder("process.cpu", SYSTEM, system -> system.getProcessCpuTime() * 1e-9).baseUnit("seconds")
                .description("Processor time that the process took").register(registry);
        if (ResidentMemory.bytes().isPresent()) {
            Gauge.builder("process.resident.memory", () -> ResidentMemory.bytes().orElse(0)).baseUnit("bytes")
                    .description("Memory that the process holds, native memory included").register(registry);
        }
        registry.getPrometheusRegistry().register(() -> ours);
    }

    String write(Observation observation) {
        ours = PoseStreamMetrics.of(observation);
        return registry.scrape();
    }

    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }
}
