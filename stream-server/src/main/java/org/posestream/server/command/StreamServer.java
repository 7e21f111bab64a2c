package org.posestream.server.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.posestream.pipeline.CameraReader;
import org.posestream.server.operations.NetworkHealth;
import org.posestream.server.operations.Operations;
import org.posestream.server.web.WebServer;
import org.posestream.source.FrameSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pipeline whose frames go to the network. Closing it stops the readers first and the network last. */
final class StreamServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StreamServer.class);

    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<CameraReader> readers = new ArrayList<>();
    private final Operations operations = new Operations(VersionCommand.version());
    private final WebServer web;
    private final Engine engine;

    /** Listens first, since a port in use should not cost the time to load the networks. */
    StreamServer(EngineSettings settings, String host, int port) throws IOException {
        web = new WebServer(resolve(host, port), operations.routes());
        try {
            engine = Engine.open(settings, List.of(web.broadcaster()));
            operations.watch(engine.pipeline(), engine.networks().stream().map(NetworkHealth::of).toList());
        } catch (RuntimeException e) {
            operations.close();
            web.close();
            throw e;
        }
    }

    /** See {@link Engine#status()}. */
    String status() {
        return engine.status();
    }

    int port() {
        return web.port();
    }

    /** Lets a source in; its stream can be subscribed to at once. */
    void add(String name, FrameSource source) {
        web.broadcaster().open(name);
        readers.add(engine.pipeline().add(name, source));
    }

    /** Runs until the process is told to end (exit code 0) or every source has ended (exit code 1). */
    int serve() throws InterruptedException {
        operations.ready();
        Runtime.getRuntime().addShutdownHook(new Thread(this::closeOnShutdown, "shutdown"));
        while (!readers.isEmpty()) {
            if (told.await(500, TimeUnit.MILLISECONDS)) {
                return 0;
            }
            for (CameraReader reader : List.copyOf(readers)) {
                if (reader.awaitEnd(Duration.ZERO)) {
                    readers.remove(reader);
                    log.warn("{} has ended: {}", reader.name(),
                            reader.failure().map(Throwable::getMessage).orElse("disconnected"));
                }
            }
        }
        log.error("every source has ended");
        return 1;
    }

    /** @throws IOException when something is left behind that did not end in time */
    @Override
    public void close() throws IOException {
        operations.stopping();
        try (operations; web) {
            engine.close();
        } finally {
            closed.countDown();
        }
        engine.requireNothingLeaked();
    }

    /** Lets {@link #serve} return, and holds up the end of the process until all is closed. */
    private void closeOnShutdown() {
        told.countDown();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static InetSocketAddress resolve(String host, int port) throws IOException {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new IOException("host '" + host + "' is not known; name an address of this machine with --host", e);
        }
    }
}
