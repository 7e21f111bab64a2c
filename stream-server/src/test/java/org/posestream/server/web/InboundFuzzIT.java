package org.posestream.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Sends a million requests and WebSocket frames, right, odd and spoilt ones, to the handlers as the server puts them
 * together. Nothing escapes, leaks or grows, and each is answered or ends its connection.
 *
 * <p>Connection number n is the same in every run of a seed. {@code -Dposestream.fuzz.inputs=N},
 * {@code -Dposestream.fuzz.seed=S} and {@code -Dposestream.fuzz.connection=n}, for one connection alone.
 */
class InboundFuzzIT {

    private static final org.slf4j.Logger log = LoggerFactory.getLogger("org.posestream.fuzz");
    private static final long INPUTS = Long.getLong("posestream.fuzz.inputs", 1_000_000);
    private static final long SEED = Long.getLong("posestream.fuzz.seed", 20261201);
    private static final long ONLY = Long.getLong("posestream.fuzz.connection", -1);

    /** So many connections run under a leak detector that watches every buffer, which is slow. */
    private static final int WATCHED = 200;
    private static final int MAX_INPUTS = 40;
    /** More than the server waits for a request, and for a sign of life of a WebSocket. */
    private static final long PATIENCE_MILLIS = 80_000;
    /** More than a client whose request was refused half-read has to hear of it. */
    private static final long REFUSAL_MILLIS = 5_000;
    /** Heap that may be in use more than at the start: caches that fill, classes that are loaded late. */
    private static final long MAX_GROWTH_BYTES = 1 << 20;

    private final Complaints complaints = new Complaints();
    private final ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
    private long inputs;

    @BeforeEach
    void listen() {
        complaints.listen();
    }

    @AfterEach
    void release() {
        complaints.end();
        ResourceLeakDetector.setLevel(level);
    }

    @Test
    void shouldAnswerOrCloseWhateverComes() {
        if (ONLY >= 0) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
            connectCounted(ONLY, ONLY + 1);
            return;
        }
        connectWatched();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        long connection = connectCounted(WATCHED, inputs + INPUTS / 10);
        long before = usedBytes();
        for (long part = 1; part <= 2; part++) {
            connection = connectCounted(connection, INPUTS * part / 2);
            long grown = usedBytes() - before;
            log.info("{} inputs over {} connections of seed {}: {} KiB more in use; {}", inputs, connection, SEED,
                    grown >> 10, complaints.counts);
            assertTrue(grown < MAX_GROWTH_BYTES, grown + " bytes more in use after " + inputs + " inputs");
        }
    }

    /** With the allocator of the real server, every buffer watched. */
    private void connectWatched() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        FuzzedServer server = new FuzzedServer(ByteBufAllocator.DEFAULT);
        for (long connection = 0; connection < WATCHED; connection++) {
            connect(server, connection);
        }
        server.close();
        complaints.requireNoLeaks();
        log.info("{} inputs over {} connections with every buffer watched", inputs, WATCHED);
    }

    /** With one that knows exactly what is not released; gives the number of the next connection. */
    private long connectCounted(long first, long untilInputs) {
        UnpooledByteBufAllocator counted = new UnpooledByteBufAllocator(false);
        FuzzedServer server = new FuzzedServer(counted);
        long connection = first;
        for (; inputs < untilInputs; connection++) {
            connect(server, connection);
            assertEquals(0, counted.metric().usedHeapMemory() + counted.metric().usedDirectMemory(),
                    "bytes not released by connection " + connection + " of seed " + SEED);
        }
        server.close();
        return connection;
    }

    private void connect(FuzzedServer server, long number) {
        SplittableRandom random = new SplittableRandom(SEED * 31 + number);
        FuzzedConnection connection = server.connect();
        try {
            if (random.nextInt(4) == 0) {
                speakHttp(server, connection, random);
            } else {
                speakWebSocket(server, connection, random);
            }
            if (random.nextInt(4) == 0) {
                requireEndOfPatience(server, connection);
            }
            connection.end();
            server.publish();
            assertEquals(0, server.missed(), "frames lost by a client that did nothing wrong");
            complaints.requireNone();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("connection " + number + " of seed " + SEED + ": " + e.getMessage(), e);
        }
    }

    private void speakHttp(FuzzedServer server, FuzzedConnection connection, SplittableRandom random) {
        FuzzedRequests requests = new FuzzedRequests(random, FuzzedServer.SAMPLES);
        for (int i = random.nextInt(MAX_INPUTS); i >= 0 && connection.isOpen(); i--) {
            connection.send(random.nextInt(5) == 0 ? requests.right() : requests.odd(), random);
            inputs++;
        }
        server.pass(connection, REFUSAL_MILLIS);
        connection.requireAnswers();
    }

    private void speakWebSocket(FuzzedServer server, FuzzedConnection connection, SplittableRandom random) {
        boolean binary = random.nextInt(3) == 0;
        byte[] handshake = FuzzedFrames.handshake(random.nextInt(4) == 0 ? "/v1/streams/*" : "/v1/streams/hall",
                binary ? "posestream.v1.proto" : "");
        connection.send(random.nextInt(10) == 0 ? new Mutation(random).of(handshake) : handshake, random);
        inputs++;
        FuzzedFrames frames = new FuzzedFrames(random);
        // One in ten is in more of a hurry than it may be.
        long pauseMillis = random.nextInt(10) == 0 ? 0 : 500;
        for (int i = random.nextInt(MAX_INPUTS); i >= 0 && connection.isOpen(); i--) {
            connection.send(frames.next(binary), random);
            inputs++;
            server.pass(connection, pauseMillis);
            if (i % 16 == 0) {
                server.publish();
            }
        }
        if (connection.isWebSocket() && connection.isOpen()) {
            connection.requirePong();
        }
    }

    /** A client that falls silent is disconnected some time. */
    private static void requireEndOfPatience(FuzzedServer server, FuzzedConnection connection) {
        for (long passed = 0; passed < PATIENCE_MILLIS && connection.isOpen(); passed += 10_000) {
            server.pass(connection, 10_000);
        }
        assertFalse(connection.isOpen(), "the server waits for ever");
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** What the handlers and the leak detector log. */
    private static final class Complaints extends AppenderBase<ILoggingEvent> {

        private final List<Logger> loggers = List.of(logger("org.posestream.server"), logger("io.netty"));
        /** How handlers log an exception, after which they close the connection. */
        private static final String EXCEPTION = "client {}: {}";
        /** What Netty throws at frames that break RFC 6455, and at the ends of connections; nothing else may throw. */
        private static final Set<String> EXPECTED = Set.of(CorruptedWebSocketFrameException.class.getName(),
                TooLongFrameException.class.getName(), PrematureChannelClosureException.class.getName());

        private final List<String> faults = new ArrayList<>();
        private final Map<String, Integer> counts = new TreeMap<>();

        void listen() {
            start();
            loggers.get(0).setLevel(Level.DEBUG);
            for (Logger each : loggers) {
                each.setAdditive(false);
                each.addAppender(this);
            }
        }

        void end() {
            for (Logger each : loggers) {
                each.setLevel(null);
                each.setAdditive(true);
                each.detachAppender(this);
            }
        }

        @Override
        protected void append(ILoggingEvent event) {
            String line = event.getMessage();
            if (line.equals(EXCEPTION)) {
                String cause = event.getArgumentArray()[1].toString();
                line = cause.split(":", 2)[0];
                if (!EXPECTED.contains(line)) {
                    faults.add(cause);
                }
            }
            counts.merge(line, 1, Integer::sum);
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                faults.add(event.getFormattedMessage() + thrown(event));
            }
        }

        private static String thrown(ILoggingEvent event) {
            return event.getThrowableProxy() == null ? ""
                    : ": " + ThrowableProxyUtil.asString(event.getThrowableProxy());
        }

        void requireNone() {
            assertEquals(List.of(), faults);
        }

        void requireNoLeaks() {
            for (int i = 0; i < 3; i++) {
                System.gc();
                ByteBufAllocator.DEFAULT.directBuffer(1).release();
            }
            requireNone();
        }

        private static Logger logger(String name) {
            return (Logger) LoggerFactory.getLogger(name);
        }
    }
}
