package org.posestream.server.operations;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.ToLongFunction;
import org.posestream.server.web.StreamReading;
import org.posestream.server.web.WebReading;

/** What clients take. The label is the stream's name, never anything of a client. */
final class WebMetrics {

    private static final String PREFIX = "posestream_";

    private final WebReading web;
    private final MetricSnapshots.Builder families;

    private WebMetrics(WebReading web, MetricSnapshots.Builder families) {
        this.web = web;
        this.families = families;
    }

    static void add(WebReading web, MetricSnapshots.Builder families) {
        new WebMetrics(web, families).add();
    }

    private void add() {
        families.metricSnapshot(GaugeSnapshot.builder().name(PREFIX + "connections")
                .help("Connections of clients, HTTP and WebSocket")
                .dataPoint(GaugeDataPointSnapshot.builder().value(web.connections()).build()).build());
        families.metricSnapshot(CounterSnapshot.builder().name(PREFIX + "connections_refused")
                .help("Connections refused because there were as many as there may be")
                .dataPoint(CounterDataPointSnapshot.builder().value(web.connectionsRefused()).build()).build());
        if (!web.streams().isEmpty()) {
            addGauge("subscribers", "WebSockets that are sent the stream", StreamReading::subscribers);
            addGauge("feeds", "Forms in which each frame of the stream is encoded", StreamReading::feeds);
            addCounter("messages_sent", "Frames sent, to all subscribers together", StreamReading::framesSent);
            addCounter("messages_lost", "Frames not sent to a subscriber because it took them too slowly",
                    StreamReading::framesLost);
            addCounter("messages_overtaken", "Frames sent to nobody because the server was busy until the next one",
                    StreamReading::framesOvertaken);
            addCounter("message_bytes_sent", "Bytes of frames sent, to all subscribers together",
                    StreamReading::bytesSent);
        }
    }

    private void addGauge(String name, String help, ToLongFunction<StreamReading> value) {
        GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(PREFIX + name).help(help);
        web.streams().forEach(stream -> family.dataPoint(GaugeDataPointSnapshot.builder()
                .value(value.applyAsLong(stream)).labels(labels(stream)).build()));
        families.metricSnapshot(family.build());
    }

    private void addCounter(String name, String help, ToLongFunction<StreamReading> value) {
        CounterSnapshot.Builder family = CounterSnapshot.builder().name(PREFIX + name).help(help);
        web.streams().forEach(stream -> family.dataPoint(CounterDataPointSnapshot.builder()
                .value(value.applyAsLong(stream)).labels(labels(stream)).build()));
        families.metricSnapshot(family.build());
    }

    private static Labels labels(StreamReading stream) {
        return Labels.of("camera", stream.stream());
    }
}
