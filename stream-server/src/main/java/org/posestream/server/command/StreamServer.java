package org.posestream.server.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posestream.pipeline.PosePipeline;
import org.posestream.server.api.Api;
import org.posestream.server.api.Served;
import org.posestream.server.camera.CameraException;
import org.posestream.server.camera.CameraService;
import org.posestream.server.camera.CameraView;
import org.posestream.server.camera.StatusPoll;
import org.posestream.server.config.CameraConfig;
import org.posestream.server.config.ConfigException;
import org.posestream.server.config.ConfigFile;
import org.posestream.server.config.ConfigInForce;
import org.posestream.server.config.PipelineConfig;
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
    private final Api api = new Api();
    private final EngineSettings engineAsked;
    /** Null before it is told. */
    private ConfigInForce inForce;

    /** Listens first, since a port in use should not cost the time to load the networks. */
    StreamServer(EngineSettings engineSettings, PoseStreamConfig config) throws IOException, ConfigException {
        engineAsked = engineSettings;
        settings = WebSetup.of(config);
        previews = new Previews(config.preview());
        web = new WebServer(settings, endpoints());
        operations.watch(web);
        certificate = settings.tls().map(CertificateWatch::new);
        try {
            engine = Engine.open(engineSettings, List.of(web.broadcaster(), previews, osc));
            operations.watch(engine.pipeline(), networks());
        } catch (RuntimeException e) {
            certificate.ifPresent(CertificateWatch::close);
            operations.close();
            api.close();
            previews.close();
            web.close();
            throw e;
        }
        PosePipeline pipeline = engine.pipeline();
        web.broadcaster().setFacts(facts());
        cameras = new CameraService(pipeline, web.broadcaster());
        previews.watch(name -> cameras.get(name).map(CameraView::status));
        statuses = new StatusPoll(pipeline, web.broadcaster());
    }

    private List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>(Page.endpoints());
        all.addAll(operations.endpoints());
        all.addAll(previews.endpoints());
        all.addAll(api.endpoints());
        return all;
    }

    private StreamFacts facts() {
        PosePipeline pipeline = engine.pipeline();
        return new StreamFacts(VersionCommand.version(), pipeline.topology2d(), pipeline.topology3d());
    }

    /** Makes the first cameras known, by name; from then on the server is ready. To be called after {@link #apply}. */
    void begin(Map<String, CameraConfig> first) throws CameraException {
        for (Map.Entry<String, CameraConfig> camera : first.entrySet()) {
            cameras.add(camera.getKey(), camera.getValue());
        }
        api.begin(new Served(cameras, web.broadcaster(), facts(), inForce, engine.models(), networks()));
        operations.ready();
    }

    private List<NetworkHealth> networks() {
        return engine.networks().stream().map(NetworkHealth::of).toList();
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

    /**
     * Takes what may change while it runs: the latency budget, the targets of vmc and osc, who may come in, and what
     * cameras to come begin with.
     */
    void apply(ConfigFile file) {
        PoseStreamConfig config = file.config();
        engine.pipeline().setLatencyBudget(config.latencyBudget().budget());
        osc.configure(config);
        web.setAccess(config.access().rules(settings.address().getAddress().isLoopbackAddress()));
        cameras.setGuard(config.access().cameraGuard());
        settings.tls().ifPresent(TlsFiles::refresh);
        show(file);
    }

    private void show(ConfigFile file) {
        PoseStreamConfig now = file.config().with(engineAsked.networks(), PipelineConfig.of(engineAsked.pipeline()));
        if (inForce == null) {
            inForce = new ConfigInForce(new ConfigFile(now, file.placeholders(), List.of()));
        } else {
            inForce.set(new ConfigFile(inForce.config().takeOver(now), file.placeholders(), List.of()));
        }
    }

    /** All that is answered over HTTP. */
    List<Endpoint> served() {
        return web.endpoints();
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
        try (operations; web; api; previews; osc; statuses) {
            engine.close();
        }
        engine.requireNothingLeaked();
    }
}
