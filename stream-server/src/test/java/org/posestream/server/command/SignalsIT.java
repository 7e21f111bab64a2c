package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posestream.server.web.Inbox;

/** The launched server and the signals that reach it. */
@Timeout(180)
class SignalsIT {

    private static final String STREAMING = ": streaming h264 yuv420p 160x120 30 frames/s";

    @TempDir
    private Path folder;

    private Path config;
    private Path bright;
    private List<String> arguments;

    @BeforeEach
    void prepare() throws IOException {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "skipped: Windows has no such signals");
        bright = TinyVideos.bright(folder.resolve("bright.mp4"), 20);
        config = folder.resolve("posestream.yaml");
        arguments = new ArrayList<>(List.of("serve", "--config", config.toString()));
        arguments.addAll(TinyNetworks.options(Files.createDirectory(folder.resolve("networks"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void shouldSendWhatIsUnderWayAndEndWithCode0(String signal) throws Exception {
        write("10s", "hall: {address: " + bright + ", freshness: every}");
        try (ServerProcess server = ServerProcess.launch(folder, arguments)) {
            Inbox client = Inbox.subscribe(server.port(), "hall");
            long sequence = client.take().get("sequence").asLong();
            server.awaitLogged("hall" + STREAMING);

            server.signal(signal);

            assertEquals("close 1001", client.control());
            assertEquals(0, server.awaitEnd());
            for (int i = client.size(); i > 0; i--) {
                JsonNode frame = client.take();
                assertTrue(frame.get("sequence").asLong() > sequence, frame::toString);
                sequence = frame.get("sequence").asLong();
            }
            assertEquals(List.of("hall" + STREAMING, "stopping on SIG" + signal
                    + "; a second signal ends at once", "stopped"), server.logged());
        }
    }

    @Test
    void shouldStopWhileItStarts() throws Exception {
        write("10s", "hall: {address: " + bright + "}");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        arguments.addAll(List.of("--port", Integer.toString(port)));
        try (ServerProcess server = ServerProcess.begin(folder, arguments)) {
            // It listens before it loads the networks.
            awaitListening(port);

            assertEquals(0, server.terminate());
            assertEquals(List.of("stopping on SIGTERM; a second signal ends at once", "stopped"), server.logged());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void shouldEndAtOnceOnASecondSignal(String signal) throws Exception {
        write("5min", "stuck: {address: " + pipeWithoutWriter() + ", open-timeout: 10min}");
        try (ServerProcess server = ServerProcess.launch(folder, arguments)) {
            server.signal("TERM");
            server.awaitLogged("stopping on SIGTERM; a second signal ends at once");

            // Twice within half a second counts once.
            while (server.isAlive()) {
                server.signal(signal);
                LockSupport.parkNanos(100_000_000);
            }

            assertEquals(signal.equals("INT") ? 130 : 143, server.awaitEnd());
            assertEquals(List.of("stopping on SIGTERM; a second signal ends at once",
                    "posestream: told to end at once by a second signal"), server.logged());
        }
    }

    @Test
    void shouldLeaveBehindWhatDoesNotEndInTime() throws Exception {
        write("1s", "stuck: {address: " + pipeWithoutWriter() + "}");
        try (ServerProcess server = ServerProcess.launch(folder, arguments)) {
            assertEquals(1, server.terminate());
            assertEquals("posestream: a source or a network did not end in time and was left behind; the log names it",
                    server.errorLines().get(server.errorLines().size() - 1));
            assertTrue(server.errorLines().stream().anyMatch(line -> line.contains("stuck: the source did not end")),
                    server.errorLines()::toString);
        }
    }

    @Test
    void shouldStopOnHangupWithoutAFile() throws Exception {
        List<String> withoutFile = new ArrayList<>(arguments);
        withoutFile.subList(1, 3).clear();
        withoutFile.addAll(List.of("--source", "hall=" + bright));
        try (ServerProcess server = ServerProcess.launch(folder, withoutFile)) {
            server.signal("HUP");

            assertEquals(0, server.awaitEnd());
        }
    }

    @Test
    void shouldStopInPeaceWhenToldTwiceAtOnce() throws Exception {
        write("10s", "hall: {address: " + bright + "}");
        try (ServerProcess server = ServerProcess.launch(folder, arguments)) {
            server.awaitLogged("hall" + STREAMING);

            server.signalTwice("TERM");

            assertEquals(0, server.awaitEnd());
            assertEquals("stopped", server.logged().get(server.logged().size() - 1));
        }
    }

    @Test
    void shouldRememberAHangupThatComesBeforeItListens() throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", config.toString()).start().waitFor());
        arguments.addAll(List.of("--port", "0"));
        try (ServerProcess server = ServerProcess.begin(folder, arguments)) {
            // It reads the file before it loads anything, and then waits for what is written.
            try (Writer file = Files.newBufferedWriter(config)) {
                server.signal("HUP");
                file.write("cameras:\n  hall: {address: " + bright + "}\n");
            }
            server.awaitAddress();

            Files.writeString(config, "cameras:\n  attic: {address: " + bright + "}\n");

            server.awaitLogged("reloaded: added attic; removed hall");
            assertEquals(0, server.terminate());
        }
    }

    @Test
    void shouldSayThatHangupsAreIgnoredUnderNohup() throws Exception {
        write("10s", "hall: {address: " + bright + "}");
        try (ServerProcess server = ServerProcess.launchIgnoringHangups(folder, arguments)) {
            server.awaitLogged("SIGHUP is ignored here, as under nohup: changes of the file need a restart");
            server.signal("HUP");
            assertEquals(0, server.terminate());
        }
    }

    @Test
    void shouldReloadWhatCanChangeOnHangup() throws Exception {
        write("10s", "hall: {address: " + bright + "}\n  attic: {address: " + bright + "}\n  yard: {address: "
                + bright + "}");
        try (ServerProcess server = ServerProcess.launch(folder, arguments)) {
            Inbox hall = Inbox.subscribe(server.port(), "hall");
            Inbox attic = Inbox.subscribe(server.port(), "attic");
            Inbox yard = Inbox.subscribe(server.port(), "yard");
            long before = hall.take().get("sequence").asLong();
            yard.take();
            server.awaitLogged("attic" + STREAMING);
            write("20s", "hall: {address: " + bright + "}\n  yard: {address: " + bright + ", max-rate: 5}\n  desk: {"
                    + "address: " + bright + "}");

            server.signal("HUP");

            assertEquals("close 1001", attic.control());
            server.awaitLogged("not changed before a restart: server.stop-timeout");
            server.awaitLogged("desk" + STREAMING);
            assertEquals(List.of("desk", "hall", "yard"), server.streams());
            yard.take();
            assertTrue(hall.take().get("sequence").asLong() > before);
            assertEquals(1, count(server, "hall" + STREAMING), "it was not opened anew");
            assertEquals(1, count(server, "reloaded: added desk; changed yard; removed attic"));

            write("10s", "hall: {addres: " + bright + "}");
            server.signal("HUP");

            server.awaitLogged("not reloaded: " + config + ":4: cameras.hall.addres: there is no such key; did you mean"
                    + " 'address'?");
            assertEquals(List.of("desk", "hall", "yard"), server.streams());
            assertEquals(0, server.terminate());
        }
    }

    @Test
    void shouldLogJson() throws Exception {
        write("10s", "hall: {address: " + bright + "}");
        Files.writeString(config, Files.readString(config) + "log: {format: json}\n");
        arguments.addAll(List.of("--port", "0"));
        try (ServerProcess server = ServerProcess.begin(folder, arguments)) {
            server.awaitLogged("hall" + STREAMING + "\"}");
            server.awaitLogged(" on cpu\"}");
            server.signal("TERM");
            assertEquals("", server.output());
            assertEquals(0, server.awaitEnd());

            List<JsonNode> lines = new ArrayList<>();
            for (String line : server.errorLines()) {
                lines.add(new ObjectMapper().readTree(line));
            }
            assertEquals(5, lines.size(), lines::toString);
            for (JsonNode line : lines) {
                assertTrue(line.get("time").asText().matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z"), lines::toString);
                assertEquals("info", line.get("level").asText());
            }
            List<JsonNode> ofCamera = lines.stream().filter(line -> line.has("camera")).toList();
            assertEquals(1, ofCamera.size(), lines::toString);
            assertEquals("hall", ofCamera.get(0).get("camera").asText());
            assertEquals("hall" + STREAMING, ofCamera.get(0).get("message").asText());
            assertEquals(1, lines.stream().filter(line -> line.get("message").asText().startsWith("PoseStream serves"
                    + " hall at http://127.0.0.1:")).count());
            assertEquals("Signals", lines.get(3).get("logger").asText());
            assertEquals("stopped", lines.get(4).get("message").asText());
        }
    }

    private void write(String stopTimeout, String cameras) throws IOException {
        Files.writeString(config, "server:\n  stop-timeout: " + stopTimeout + "\ncameras:\n  " + cameras + "\n");
    }

    /** Opening it for reading waits for a writer, and no interrupt ends that. */
    private Path pipeWithoutWriter() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        return pipe;
    }

    private static long count(ServerProcess server, String message) {
        return server.logged().stream().filter(message::equals).count();
    }

    private static void awaitListening(int port) {
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertTrue(socket.isConnected());
                return;
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
    }

    private static String get(ServerProcess server, String path) throws Exception {
        return HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
                HttpResponse.BodyHandlers.ofString()).body();
    }
}
