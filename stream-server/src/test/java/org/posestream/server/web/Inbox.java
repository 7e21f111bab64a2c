package org.posestream.server.web;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket client that keeps what it receives until a test asks for it. */
public final class Inbox implements WebSocket.Listener {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 30;

    private static final String FRAME = "{\"type\":\"frame\",";

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> others = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> control = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();

    /** Subscribes to a stream of a server on this machine. */
    public static Inbox subscribe(int port, String stream) {
        Inbox inbox = new Inbox();
        HttpClient.newHttpClient().newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/v1/streams/" + stream), inbox).join();
        return inbox;
    }

    /** The next frame. */
    public JsonNode take() throws Exception {
        String message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertNotNull(message, "no frame came");
        return JSON.readTree(message);
    }

    /** The next message of that type, which is no frame; others before it are left out. */
    public JsonNode take(String type) throws Exception {
        while (true) {
            String message = others.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertNotNull(message, "no " + type + " came");
            JsonNode parsed = JSON.readTree(message);
            if (parsed.get("type").asText().equals(type)) {
                return parsed;
            }
        }
    }

    /** The next "pong", "close CODE" or "broken". */
    public String control() throws InterruptedException {
        return control.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Frames that came and were not taken yet. */
    public int size() {
        return messages.size();
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    JsonNode takeSequence(long sequence) throws Exception {
        while (true) {
            JsonNode message = take();
            if (message.get("sequence").asLong() == sequence) {
                return message;
            }
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            String message = part.toString();
            (message.startsWith(FRAME) ? messages : others).add(message);
            part.setLength(0);
        }
        socket.request(1);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
        control.add("pong");
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
        control.add("close " + statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        control.add("broken");
    }
}
