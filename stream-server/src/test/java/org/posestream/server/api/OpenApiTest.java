package org.posestream.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.server.access.Scope;
import org.posestream.server.config.PreviewConfig;
import org.posestream.server.operations.Operations;
import org.posestream.server.preview.Previews;
import org.posestream.server.web.Endpoint;
import org.posestream.server.web.ProblemType;
import org.posestream.server.web.WebServer;

/** The document against the endpoints that a server has; {@link ApiTest} holds every answer against it. */
@Timeout(60)
class OpenApiTest {

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
        document = new OpenApiDocument(get("/v1/openapi.json").body().getBytes());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        previews.close();
        operations.close();
        api.close();
    }

    @Test
    void shouldDescribeEveryEndpointWithItsScopeAndNoOther() {
        Set<String> served = new TreeSet<>();
        for (Endpoint endpoint : server.endpoints()) {
            served.add(endpoint.method() + " " + endpoint.template() + " " + endpoint.scope());
        }
        // No endpoint of the table: it becomes a WebSocket.
        served.add("GET /v1/streams/{name} " + Scope.VIEW);

        assertEquals(served, document.operations(),
                "describe new endpoints below 'paths' of stream-server/src/main/resources/.../api/openapi.yaml");
    }

    @Test
    void shouldDescribeTheVariablesOfPaths() {
        assertEquals(List.of(), document.strayVariables());
    }

    @Test
    void shouldKnowEveryTypeOfProblems() throws Exception {
        Set<String> types = new TreeSet<>(Set.of("about:blank"));
        Arrays.stream(ProblemType.values()).forEach(each -> types.add(each.path()));

        JsonNode known = new ObjectMapper().readTree(get("/v1/openapi.json").body())
                .at("/components/schemas/Problem/properties/type/enum");
        Set<String> described = new TreeSet<>();
        known.forEach(each -> described.add(each.asText()));

        assertEquals(types, described);
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
            assertEquals(List.of(), document.problems("GET", path, answer.statusCode(),
                    answer.headers().firstValue("Content-Type").orElse(""), answer.body()), path);
        }
    }

    @Test
    void shouldFindWhatIsNotAsDescribed() {
        assertTrue(document.problems("GET", "/v1/session", 200, "application/json", "{\"scope\":\"none\"}")
                .get(0).contains("tokens"));
        assertTrue(document.problems("GET", "/v1/session", 200, "application/json",
                "{\"scope\":\"all\",\"tokens\":true}").get(0).contains("scope"));
        assertEquals(List.of("text/html is not described for GET /live 200"),
                document.problems("GET", "/live", 200, "text/html", "live"));
        assertEquals(List.of("DELETE /live is not described"), document.problems("DELETE", "/live", 204, "", ""));
        assertEquals(List.of("a body is not described for 204: x"),
                document.problems("DELETE", "/v1/cameras/hall", 204, "", "x"));
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
