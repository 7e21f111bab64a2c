package org.posestream.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that take a connection and then never say enough. Nothing here waits for the time-out of an hour. */
@Timeout(60)
class InterruptedOpeningTest {

    private static final SourceOptions PATIENT = SourceOptions.DEFAULT.withTimeoutNanos(TimeUnit.HOURS.toNanos(1));

    private ServerSocket server;

    @BeforeEach
    void startServer() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsp", "http", "rtmp", "tcp"})
    void shouldGiveUpOpeningWhenItsThreadIsInterrupted(String scheme) throws Exception {
        String address = scheme + "://127.0.0.1:" + server.getLocalPort() + "/cam";
        FutureTask<Boolean> opening = new FutureTask<>(() -> {
            try {
                FfmpegFrameSource.open(SourceAddress.parse(address), PATIENT).close();
                return false;
            } catch (SourceException e) {
                assertEquals("opening '" + address + "' was interrupted", e.getMessage());
                return Thread.currentThread().isInterrupted();
            }
        });
        Thread thread = new Thread(opening, "opener");
        thread.start();
        try (Socket connection = server.accept()) {
            assertTrue(connection.isConnected());
            thread.interrupt();
            assertTrue(opening.get(), "the interrupt stays visible");
        }
    }

    @Test
    void shouldGiveUpProbingWhenItsThreadIsInterrupted() throws Exception {
        String address = "http://127.0.0.1:" + server.getLocalPort() + "/a.ts";
        CompletableFuture<Thread> opener = new CompletableFuture<>();
        FutureTask<Void> opening = new FutureTask<>(() -> {
            opener.complete(Thread.currentThread());
            FfmpegFrameSource.open(SourceAddress.parse(address), PATIENT).close();
            return null;
        });
        new Thread(opening, "opener").start();
        try (Socket connection = server.accept()) {
            // An empty transport stream: its format is known at once, its pictures are waited for.
            byte[] filler = new byte[188];
            filler[0] = 0x47;
            filler[1] = 0x1F;
            filler[2] = (byte) 0xFF;
            filler[3] = 0x10;
            connection.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 4000; i++) {
                connection.getOutputStream().write(filler);
            }
            opener.get().interrupt();
            assertInterrupted(opening, address);
        }
    }

    private static void assertInterrupted(Future<Void> opening, String address) throws InterruptedException {
        try {
            opening.get();
        } catch (ExecutionException e) {
            assertEquals("opening '" + address + "' was interrupted",
                    assertInstanceOf(SourceException.class, e.getCause()).getMessage());
            return;
        }
        throw new AssertionError("an empty stream was opened");
    }
}
