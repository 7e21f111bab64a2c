package org.posestream.server.operations;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.posestream.pipeline.PosePipeline;
import org.posestream.pipeline.StageProgress;
import org.posestream.server.access.Scope;
import org.posestream.server.web.Endpoint;
import org.posestream.server.web.Reply;
import org.posestream.server.web.Route;
import org.posestream.server.web.WebReading;
import org.posestream.server.web.WebServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code /live}, {@code /ready}, {@code /health} and {@code /metrics}, from before the networks are loaded
 * until the server is closed.
 *
 * <p>The two short answers are given on the event loop, from what is known without waiting. The two reports are made by
 * a thread of their own, which also looks at the cameras and the stages once a second.
 */
public final class Operations implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Operations.class);
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    /** Reports that may be asked for at a time; more are refused. */
    private static final int MAX_WAITING = 16;

    private final String version;
    private final Instant startedAt = Instant.now();
    private final StageWatch stages = new StageWatch();
    private final CameraQualities qualities = new CameraQualities();
    private final RecentReply recentHealth = new RecentReply();
    private final RecentReply recentMetrics = new RecentReply();
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "operations");
        daemon.setDaemon(true);
        return daemon;
    });
    private volatile Observation.Phase phase = Observation.Phase.STARTING;
    /** Null while the networks are being loaded. */
    private volatile Supplier<StageProgress> progress;
    /** Null while the networks are being loaded. */
    private volatile Supplier<PipelineReading> reading;
    /** Null before the server listens. */
    private volatile Supplier<WebReading> web;
    private volatile List<NetworkHealth> networks = List.of();
    private boolean faultTold;
    /** Made on the thread of the reports: its classes take a while to load, and the port should not wait for it. */
    private PrometheusText prometheus;

    /** @param version of the program */
    public Operations(String version) {
        this.version = requireNonNull(version, "version is null");
        thread.scheduleWithFixedDelay(this::sample, 1, 1, TimeUnit.SECONDS);
    }

    /** What to serve. */
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/live", Scope.NONE, Route.of(this::live)),
                Endpoint.get("/ready", Scope.NONE, Route.of(() -> ready(phase))),
                Endpoint.get("/health", Scope.VIEW,
                        request -> report(() -> recentHealth.get(System.nanoTime(), this::health))),
                Endpoint.get("/metrics", Scope.VIEW,
                        request -> report(() -> recentMetrics.get(System.nanoTime(), this::metrics))));
    }

    /** Takes note of the pipeline, whose networks are warm. */
    public void watch(PosePipeline warm, List<NetworkHealth> itsNetworks) {
        watch(warm::progress, () -> PipelineReading.of(warm), itsNetworks);
    }

    /** Takes note of the clients. */
    public void watch(WebServer server) {
        web = server::reading;
    }

    void watch(Supplier<StageProgress> itsProgress, Supplier<PipelineReading> its, List<NetworkHealth> itsNetworks) {
        networks = List.copyOf(itsNetworks);
        reading = its;
        progress = itsProgress;
    }

    /** From now on the server is ready: its networks are warm and it knows all cameras of its configuration. */
    public void ready() {
        phase = Observation.Phase.RUNNING;
    }

    /** From now on the server is ready no more. */
    public void stopping() {
        phase = Observation.Phase.STOPPING;
    }

    @Override
    public void close() {
        if (!thread.isShutdown()) {
            thread.execute(this::closePrometheus);
            thread.shutdown();
        }
    }

    private Reply live() {
        return fault(System.nanoTime()).map(fault -> Reply.line(503, fault)).orElse(Reply.line(200, "live"));
    }

    private Reply ready(Observation.Phase now) {
        Optional<String> fault = fault(System.nanoTime());
        if (fault.isPresent()) {
            return Reply.line(503, fault.get());
        }
        return now == Observation.Phase.RUNNING ? Reply.line(200, "ready") : Reply.line(503, now.reason());
    }

    private Optional<String> fault(long nowNanos) {
        Supplier<StageProgress> known = progress;
        // While the server stops, the stages end one after the other.
        return known == null || phase == Observation.Phase.STOPPING ? Optional.empty()
                : stages.fault(known.get(), nowNanos);
    }

    private CompletionStage<Reply> report(Supplier<Reply> maker) {
        if (!waiting.tryAcquire()) {
            return CompletableFuture.completedStage(Reply.line(503, "too many ask at a time; ask again in a second"));
        }
        try {
            return CompletableFuture.supplyAsync(maker, thread).whenComplete((reply, failure) -> waiting.release());
        } catch (RejectedExecutionException e) {
            waiting.release();
            return CompletableFuture.completedStage(Reply.line(503, Observation.Phase.STOPPING.reason()));
        }
    }

    private Reply health() {
        return Reply.json(200, observe().report(version, startedAt, networks).toJson());
    }

    private Reply metrics() {
        return new Reply(200, PROMETHEUS, prometheus().write(observe()).getBytes(StandardCharsets.UTF_8));
    }

    private PrometheusText prometheus() {
        if (prometheus == null) {
            prometheus = new PrometheusText();
        }
        return prometheus;
    }

    private void closePrometheus() {
        if (prometheus != null) {
            prometheus.close();
        }
    }

    /** A look at everything; on the thread of the reports. */
    private Observation observe() {
        long nowNanos = System.nanoTime();
        Optional<PipelineReading> pipeline = Optional.ofNullable(reading).map(Supplier::get);
        pipeline.ifPresent(known -> qualities.sample(known.cameras(), nowNanos));
        return new Observation(Instant.now(), nowNanos, phase, fault(nowNanos), pipeline, qualities.byCounters(),
                Optional.ofNullable(web).map(Supplier::get));
    }

    private void sample() {
        try {
            prometheus();
            tell(observe().fault());
        } catch (RuntimeException e) {
            log.warn("the cameras could not be looked at: {}", e.toString());
        }
    }

    /** Once: what follows is the orchestrator's business, or a person's. */
    private void tell(Optional<String> fault) {
        if (fault.isPresent() && !faultTold) {
            log.error("the server does not work any more and should be started anew: {}", fault.get());
        }
        faultTold = fault.isPresent();
    }
}
