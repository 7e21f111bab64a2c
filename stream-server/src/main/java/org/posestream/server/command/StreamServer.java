package org.posestream.server.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posestream.pipeline.PosePipeline;
import org.posestream.server.camera.CameraException;
import org.posestream.server.camera.CameraService;
import org.posestream.server.camera.CameraView;
import org.posestream.server.camera.StatusPoll;
import org.posestream.server.config.CameraConfig;
import org.posestream.server.config.ConfigException;
import org.posestream.server.config.PoseStreamConfig;
import org.posestream.server.operations.NetworkHealth;
import org.posestream.server.operations.Operations;
import org.posestream.server.osc.OscOutputs;
import org.posestream.server.page.Page;
import org.posestream.server.preview.Previews;
import org.posestream.server.web.Endpoint;
import org.posestream.server.web.StreamFacts;
import org.posestream.server.web.TlsFiles;
import org.posestream.server.web.WebServer;
import org.posestream.server.web.WebSettings;

/** A pipeline whose frames go to the network. Closing it stops the readers first and the network last. */
final class StreamServer implements AutoCloseable {

    private final Operations operations = new Operations(VersionCommand.version());
    private final Previews previews;
    private final WebSettings settings;
    private final Optional<CertificateWatch> certificate;
    private final WebServer web;
    private final OscOutputs osc = new OscOutputs();
    private final Engine engine;
    private final CameraService cameras;
    private final StatusPoll statuses;

    /** Listens first, since a port in use should not cost the time to load the networks. */
    StreamServer(EngineSettings engineSettings, PoseStreamConfig config) throws IOException, ConfigException {
        settings = WebSetup.of(config);
        previews = new Previews(config.preview());
        web = new WebServer(settings, endpoints());
        certificate = settings.tls().map(CertificateWatch::new);
        try {
            engine = Engine.open(engineSettings, List.of(web.broadcaster(), previews, osc));
            operations.watch(engine.pipeline(), engine.networks().stream().map(NetworkHealth::of).toList());
        } catch (RuntimeException e) {
            certificate.ifPresent(CertificateWatch::close);
            operations.close();
            previews.close();
            web.close();
            throw e;
        }
        PosePipeline pipeline = engine.pipeline();
        web.broadcaster().setFacts(new StreamFacts(VersionCommand.version(), pipeline.topology2d(),
                pipeline.topology3d()));
        cameras = new CameraService(pipeline, web.broadcaster());
        previews.watch(name -> cameras.get(name).map(CameraView::status));
        statuses = new StatusPoll(pipeline, web.broadcaster());
    }

    private List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>(Page.endpoints());
        all.addAll(operations.endpoints());
        all.addAll(previews.endpoints());
        return all;
    }

    /** Makes the first cameras known, by name; from then on the server is ready. */
    void begin(Map<String, CameraConfig> first) throws CameraException {
        for (Map.Entry<String, CameraConfig> camera : first.entrySet()) {
            cameras.add(camera.getKey(), camera.getValue());
        }
        operations.ready();
    }

    /** See {@link Engine#status()}. */
    String status() {
        return engine.status();
    }

    int port() {
        return web.port();
    }

    /** Where it is reached, for people. */
    String url(String host) {
        String authority = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return (settings.tls().isPresent() ? "https" : "http") + "://" + authority + ":" + port() + "/";
    }

    /** Takes what may change while it runs: the latency budget, the targets of vmc and osc, and who may come in. */
    void apply(PoseStreamConfig config) {
        engine.pipeline().setLatencyBudget(config.latencyBudget().budget());
        osc.configure(config);
        settings.access().setRules(config.access().rules(settings.address().getAddress().isLoopbackAddress()));
        cameras.setGuard(config.access().cameraGuard());
        settings.tls().ifPresent(TlsFiles::refresh);
    }

    /** What is served. */
    CameraService cameras() {
        return cameras;
    }

    /**
     * Lets no more frames in, sends those under way, tells the clients, and closes all.
     *
     * @throws IOException when something is left behind that did not end in time
     */
    @Override
    public void close() throws IOException {
        operations.stopping();
        certificate.ifPresent(CertificateWatch::close);
        try (operations; web; previews; osc; statuses) {
            engine.close();
        }
        engine.requireNothingLeaked();
    }
}
