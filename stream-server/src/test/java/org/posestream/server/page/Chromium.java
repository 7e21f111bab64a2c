package org.posestream.server.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Chromium without a window, driven by its DevTools protocol; WebGL is computed by the processor, so that it runs
 * where there is no screen. {@code CHROMIUM} names the program, else it is looked for in the path.
 */
final class Chromium {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ADDRESS = Pattern.compile("DevTools listening on (ws://\\S+)");
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final Map<String, Tab> tabs = new ConcurrentHashMap<>();
    private final CompletableFuture<Path> download = new CompletableFuture<>();
    private int lastId;

    private Chromium(Process process, String address) {
        this.process = process;
        socket = HttpClient.newHttpClient().newWebSocketBuilder()
                .buildAsync(URI.create(address), new Inbound()).join();
    }

    /** Starts it with {@code folder} for all that it writes; skips the calling test where there is none. */
    static Chromium start(Path folder) throws IOException {
        Optional<String> program = program();
        assumeTrue(program.isPresent(), "skipped: there is no Chromium; name it by CHROMIUM, or install it");
        Process process = new ProcessBuilder(program.get(), "--headless", "--no-sandbox", "--no-first-run",
                "--disable-gpu-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
                "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
                "--remote-debugging-port=0", "--user-data-dir=" + folder, "about:blank").redirectErrorStream(true)
                .start();
        BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream(),
                StandardCharsets.UTF_8));
        Chromium chromium = new Chromium(process, address(said));
        // It goes on to say things that nobody wants to know, and must not wait for a reader.
        Thread reader = new Thread(() -> skip(said), "chromium");
        reader.setDaemon(true);
        reader.start();
        return chromium;
    }

    /** A page of that size in CSS pixels; narrow ones are touched as phones are. */
    Tab open(String address, int width, int height) throws Exception {
        Tab tab = open();
        tab.load(address, width, height);
        return tab;
    }

    /** An empty page. */
    Tab open() throws Exception {
        String target = send(null, "Target.createTarget", Map.of("url", "about:blank")).get("targetId").asText();
        String session = send(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId").asText();
        Tab tab = new Tab(this, target, session);
        tabs.put(session, tab);
        return tab;
    }

    /** Closes all pages: hidden ones would go on to connect, and to draw. */
    void closeTabs() throws Exception {
        for (Tab tab : Set.copyOf(tabs.values())) {
            tabs.values().remove(tab);
            send(null, "Target.closeTarget", Map.of("targetId", tab.target()));
        }
    }

    /** The next file that a page saves, into this folder. */
    CompletableFuture<Path> nextDownload(Path folder) throws Exception {
        send(null, "Browser.setDownloadBehavior", Map.of("behavior", "allowAndName", "downloadPath",
                folder.toString(), "eventsEnabled", true));
        return download.thenApply(name -> folder.resolve(name)).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Calls a method of the protocol; fails by its message. */
    JsonNode send(String session, String method, Map<String, ?> parameters) throws Exception {
        ObjectNode message = JSON.createObjectNode().put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        if (session != null) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        synchronized (this) {
            int id = ++lastId;
            answers.put(id, answer);
            socket.sendText(message.put("id", id).toString(), true).join();
        }
        return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Lets it tidy up its folder, for which it has as long as for anything else. */
    void close() throws Exception {
        send(null, "Browser.close", Map.of());
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }

    private static Optional<String> program() {
        String named = System.getenv("CHROMIUM");
        if (named != null && !named.isBlank()) {
            return Optional.of(named);
        }
        return Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of)
                .flatMap(folder -> NAMES.stream().map(folder::resolve)).filter(Files::isExecutable)
                .map(Path::toString).findFirst();
    }

    private static String address(BufferedReader said) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher matcher = ADDRESS.matcher(line);
            if (matcher.find()) {
                return matcher.group(1);
            }
            all.append(line).append('\n');
        }
        throw new IOException("Chromium ended: " + all);
    }

    private static void skip(BufferedReader said) {
        try {
            said.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // It was ended.
        }
    }

    private void receive(JsonNode message) {
        if (message.has("id")) {
            CompletableFuture<JsonNode> answer = answers.remove(message.get("id").asInt());
            if (message.has("error")) {
                answer.completeExceptionally(new IllegalStateException(message.get("error").toString()));
            } else {
                answer.complete(message.get("result"));
            }
        } else if (message.get("method").asText().equals("Browser.downloadProgress")) {
            JsonNode progress = message.get("params");
            if (progress.get("state").asText().equals("completed")) {
                download.complete(Path.of(progress.get("guid").asText()));
            }
        } else if (message.has("sessionId")) {
            // One that was closed may still have something to say.
            Optional.ofNullable(tabs.get(message.get("sessionId").asText()))
                    .ifPresent(tab -> tab.hear(message.get("method").asText(), message.get("params")));
        }
    }

    /** Puts messages together that come in pieces. */
    private final class Inbound implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                try {
                    receive(JSON.readTree(parts.toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } finally {
                    parts.setLength(0);
                }
            }
            from.request(1);
            return null;
        }
    }
}
