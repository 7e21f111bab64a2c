package org.posestream.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.server.config.PreviewConfig;
import org.posestream.server.operations.Operations;
import org.posestream.server.preview.Previews;
import org.posestream.server.web.Endpoint;
import org.posestream.server.web.WebServer;

/** Answers of a server that is not ready yet; {@code command.OpenApiTest} has those of one that is. */
@Timeout(60)
class OpenApiDocumentTest {

    private final Api api = new Api();
    private final Operations operations = new Operations("1.2.3");
    private final Previews previews = new Previews(PreviewConfig.DEFAULT);
    private final HttpClient client = HttpClient.newHttpClient();
    private WebServer server;
    private OpenApiDocument document;

    @BeforeEach
    void listen() throws Exception {
        List<Endpoint> endpoints = new ArrayList<>(api.endpoints());
        endpoints.addAll(operations.endpoints());
        endpoints.addAll(previews.endpoints());
        server = new WebServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), endpoints);
        document = new OpenApiDocument(get("/v1/openapi.json").body());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        previews.close();
        operations.close();
        api.close();
    }

    @Test
    void shouldAnswerAsDescribedWhileTheServerStarts() throws Exception {
        List<String> paths = List.of("/live", "/ready", "/health", "/metrics", "/v1/session", "/v1/cameras",
                "/v1/cameras/hall", "/v1/streams", "/v1/streams/hall", "/v1/streams/hall/latest", "/v1/models",
                "/v1/config", "/v1/cameras/hall/snapshot.jpg", "/v1/cameras/hall/preview.mjpg", "/v1/openapi.json",
                "/v1/posestream.proto", "/v1/posestream-server.schema.json", "/v1/posestream-client.schema.json",
                "/v1/problems/starting", "/v1/problems/nothing", "/v1/nothing");
        for (String path : paths) {
            HttpResponse<String> answer = get(path);
            assertEquals(List.of(), document.surprises("GET", path, answer), path);
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
