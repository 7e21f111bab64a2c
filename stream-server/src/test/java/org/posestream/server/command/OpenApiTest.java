package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.inference.ExecutionProvider;
import org.posestream.pipeline.PipelineOptions;
import org.posestream.server.access.AddressRange;
import org.posestream.server.access.Scope;
import org.posestream.server.api.OpenApiDocument;
import org.posestream.server.config.AccessConfig;
import org.posestream.server.config.CameraConfig;
import org.posestream.server.config.ConfigFile;
import org.posestream.server.config.PoseStreamConfig;
import org.posestream.server.config.ServerConfig;
import org.posestream.server.web.Endpoint;
import org.posestream.server.web.Inbox;
import org.posestream.server.web.ProblemType;

/** {@code openapi.yaml} and docs/10-http-api.md tell what a server really serves and answers. */
@Timeout(120)
class OpenApiTest {

    private static final Path DOC = Path.of("../docs/10-http-api.md");
    private static final String JSON = "application/json";
    private static final String PICTURES = "lavfi:testsrc=size=64x48:rate=30:duration=1";
    private static final String NOBODY = "\"address\":\"rtsp://127.0.0.1:1/nobody\",\"enabled\":false";

    @TempDir
    private static Path folder;
    private static StreamServer server;
    private static OpenApiDocument api;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    /** Operation and status of every answer that came. */
    private static final Set<String> ANSWERED = new HashSet<>();

    @BeforeAll
    static void serve() throws Exception {
        TinyNetworks.options(folder);
        EngineSettings settings = new EngineSettings(folder, "bright-detector", "standing-pose", "lifter",
                ExecutionProvider.CPU, 1, PipelineOptions.DEFAULTS.withMaxCameras(4));
        PoseStreamConfig config = PoseStreamConfig.DEFAULT.withServer(
                new ServerConfig("127.0.0.1", 0, Duration.ofSeconds(10)))
                .withAccess(loopbackCameras());
        server = new StreamServer(settings, config);
        api = new OpenApiDocument(send("GET", "/v1/openapi.json", null, "").body());
        call(503, "GET", "/v1/cameras");
        call(503, "PUT", "/v1/cameras/hall", JSON, "{" + NOBODY + "}");
        server.apply(new ConfigFile(config, Map.of(), List.of()));
        server.begin(Map.of("hall", CameraConfig.DEFAULT.withAddress(PICTURES)));
    }

    private static AccessConfig loopbackCameras() {
        AccessConfig usual = AccessConfig.DEFAULT;
        return new AccessConfig(usual.open(), usual.tokens(), usual.origins(), usual.hosts(), usual.cameraSchemes(),
                List.of(AddressRange.parse("127.0.0.0/8")));
    }

    @AfterAll
    static void close() throws IOException {
        server.close();
    }

    @Test
    void shouldDescribeWhatIsServedAndNothingElse() {
        Set<String> served = server.served().stream().map(OpenApiTest::operation)
                .filter(operation -> !isOfThePage(operation)).collect(Collectors.toCollection(TreeSet::new));
        Set<String> described = new TreeSet<>(api.operations().keySet());

        assertEquals(served, described, "openapi.yaml must have the endpoints of the server: add what is missing to"
                + " its paths, with each parameter, body and status, security [] for scope NONE or the scope otherwise,"
                + " and call it in shouldAnswerAsDescribed");
    }

    private static String operation(Endpoint endpoint) {
        return endpoint.method() + " " + endpoint.template();
    }

    /** The page's files are no part of the API. */
    private static boolean isOfThePage(String operation) {
        return operation.equals("GET /") || operation.startsWith("GET /page/") || operation.endsWith(".js");
    }

    @Test
    void shouldNameTheScopeThatIsNeeded() {
        for (Endpoint endpoint : server.served()) {
            JsonNode described = api.operations().get(operation(endpoint));
            if (described != null) {
                JsonNode security = described.path("security").isMissingNode() ? api.root().get("security")
                        : described.get("security");
                Set<String> scopes = new HashSet<>();
                security.forEach(one -> one.forEach(names -> names.forEach(name -> scopes.add(name.asText()))));
                Set<String> needed = endpoint.scope() == Scope.NONE ? Set.of()
                        : Set.of(endpoint.scope().name().toLowerCase());
                assertEquals(needed, scopes, operation(endpoint));
            }
        }
    }

    @Test
    void shouldBeSoundInItself() {
        Set<String> ids = new HashSet<>();
        api.references().forEach(reference -> assertFalse(
                api.root().at(reference.substring(1)).isMissingNode(), reference + " leads nowhere"));
        api.operations().forEach((name, operation) -> {
            assertTrue(ids.add(operation.get("operationId").asText()), name + " has the identity of another");
            assertTrue(operation.has("summary"), name);
            assertTrue(operation.get("responses").has("default"), name);
            Set<String> inPath = new HashSet<>();
            Matcher variables = Pattern.compile("\\{(\\w+)}").matcher(name);
            while (variables.find()) {
                inPath.add(variables.group(1));
            }
            assertEquals(inPath, pathParameters(name, operation), name);
        });
    }

    private static Set<String> pathParameters(String name, JsonNode operation) {
        Set<String> names = new HashSet<>();
        JsonNode path = api.root().get("paths").get(name.split(" ")[1]);
        for (JsonNode parameters : List.of(path.path("parameters"), operation.path("parameters"))) {
            parameters.forEach(each -> {
                JsonNode parameter = api.resolve(each);
                if (parameter.get("in").asText().equals("path")) {
                    names.add(parameter.get("name").asText());
                }
            });
        }
        return names;
    }

    @Test
    void shouldAnswerAsDescribed() throws Exception {
        call(200, "GET", "/v1/cameras");
        call(201, "POST", "/v1/cameras", JSON, "{\"name\":\"cellar\"," + NOBODY + "}");
        call(409, "POST", "/v1/cameras", JSON, "{\"name\":\"cellar\"," + NOBODY + "}");
        call(204, "DELETE", "/v1/cameras/cellar", null, "");
        call(422, "POST", "/v1/cameras", JSON, "{\"name\":\"a/b\",\"adress\":1}");
        call(422, "PUT", "/v1/cameras/attic", JSON, "{\"device\":{\"size\":\"big\"},\"a~/b%\":1}");
        call(422, "PUT", "/v1/cameras/attic", JSON, "{\"address\":\"/etc/passwd\"}");
        call(201, "PUT", "/v1/cameras/attic", JSON, "{" + NOBODY + "}");
        call(200, "PUT", "/v1/cameras/attic", JSON, "{" + NOBODY + ",\"max-rate\":2}");
        call(200, "PATCH", "/v1/cameras/attic", "application/merge-patch+json", "{\"max-rate\":2.5}");
        call(415, "PATCH", "/v1/cameras/attic", "text/plain", "{}");
        call(400, "PUT", "/v1/cameras/attic", JSON, "{");
        call(413, "PUT", "/v1/cameras/attic", JSON, "x".repeat(65_537));
        call(200, "GET", "/v1/cameras/attic");
        call(404, "GET", "/v1/cameras/cellar");
        call(200, "GET", "/v1/streams");
        call(204, "GET", "/v1/streams/attic/latest");
        call(404, "GET", "/v1/streams/cellar/latest");
        call(400, "GET", "/v1/streams/hall/latest?joint=coco17");
        call(426, "GET", "/v1/streams/hall");
        Inbox.subscribe(server.port(), "hall").take();
        call(200, "GET", "/v1/streams/hall/latest?dimensions=2d&people=largest");
        call(200, "GET", "/v1/cameras/hall/snapshot.jpg?overlay=true&width=32");
        call(400, "GET", "/v1/cameras/hall/snapshot.jpg?width=1");
        callStream("/v1/cameras/hall/preview.mjpg?rate=5");
        call(200, "POST", "/v1/cameras/hall/pause", null, "");
        call(503, "GET", "/v1/cameras/hall/snapshot.jpg");
        call(200, "POST", "/v1/cameras/hall/resume", null, "");
        call(404, "POST", "/v1/cameras/cellar/resume", null, "");
        for (String told : List.of("/v1/models", "/v1/config", "/live", "/ready", "/health", "/metrics",
                "/v1/openapi.json", "/v1/posestream.proto", "/v1/posestream-server.schema.json",
                "/v1/posestream-client.schema.json", "/v1/problems/busy", "/v1/session")) {
            call(200, "GET", told);
        }
        call(200, "POST", "/v1/session", null, "");
        call(204, "DELETE", "/v1/session", null, "");
        call(404, "GET", "/v1/problems/nothing");
        call(204, "DELETE", "/v1/cameras/attic", null, "");
        call(404, "DELETE", "/v1/cameras/attic", null, "");

        assertEquals(List.of(), unseen(), "described as an answer, but never seen in this test");
    }

    /** Answers of success that the document describes and no call was given. */
    private static List<String> unseen() {
        List<String> unseen = new ArrayList<>();
        api.operations().forEach((name, operation) -> operation.get("responses").properties().forEach(response -> {
            String answer = name + " " + response.getKey();
            if (response.getKey().startsWith("2") && !ANSWERED.contains(answer)) {
                unseen.add(answer);
            }
        }));
        return unseen;
    }

    /** So that the test above can fail. */
    @Test
    void shouldNoticeWhatIsNotDescribed() throws Exception {
        ObjectNode camera = (ObjectNode) new ObjectMapper().readTree(send("PUT", "/v1/cameras/extra", JSON,
                "{" + NOBODY + "}").body());
        send("DELETE", "/v1/cameras/extra", null, "");
        String operation = "GET /v1/cameras/{name}";
        assertEquals(List.of(), api.surprises(operation, 200, JSON, camera.toString()));
        for (String name : List.of("name", "max-rate", "status")) {
            ObjectNode less = camera.deepCopy();
            less.remove(name);
            assertNotEquals(List.of(), api.surprises(operation, 200, JSON, less.toString()), name);
            ObjectNode more = camera.deepCopy();
            more.put(name + "s", 1);
            assertNotEquals(List.of(), api.surprises(operation, 200, JSON, more.toString()), name);
        }
        assertNotEquals(List.of(), api.surprises(operation, 200, "text/plain", "x"));
        assertNotEquals(List.of(), api.surprises(operation, 202, JSON, camera.toString()));
        assertNotEquals(List.of(), api.surprises(operation, 418, JSON, "{}"));
    }

    @Test
    void shouldKnowEveryTypeOfProblems() throws IOException {
        Set<String> types = Arrays.stream(ProblemType.values()).map(ProblemType::path).collect(Collectors.toSet());
        types.add("about:blank");
        Set<String> described = new HashSet<>();
        api.root().at("/components/schemas/Problem/properties/type/enum").forEach(type -> described.add(type.asText()));
        assertEquals(types, described);
        String doc = Files.readString(DOC);
        for (ProblemType type : ProblemType.values()) {
            assertTrue(doc.contains("| `" + type.path() + "` | " + type.status() + " |"), type.path());
        }
    }

    @Test
    void shouldListEveryEndpointInTheManual() throws IOException {
        String doc = Files.readString(DOC);
        for (String operation : api.operations().keySet()) {
            String[] parts = operation.split(" ");
            assertTrue(Pattern.compile("(?m)^\\| " + parts[0] + " \\|[^|]*`" + Pattern.quote(parts[1]) + "`")
                    .matcher(doc).find(), operation + " is missing in the table of " + DOC.getFileName());
        }
    }

    /** Examples are run as they stand, in their order. */
    @Test
    void shouldAnswerTheExamplesOfTheManual() throws Exception {
        send("PUT", "/v1/cameras/demo", JSON, "{" + NOBODY + "}");
        // Nothing outside this machine is asked.
        String text = Files.readString(DOC).replaceAll("\\\\\n +", "").replace("10.0.0.7", "127.0.0.1:1")
                .replace("hall", "porch");
        Matcher examples = Pattern.compile("(?m)^    curl (.*?) +# (\\d.*)$").matcher(text);
        int count = 0;
        while (examples.find()) {
            count++;
            int status = curl(examples.group(1)).statusCode();
            assertTrue(examples.group(2).contains(Integer.toString(status)), examples.group() + " was " + status);
        }
        send("DELETE", "/v1/cameras/demo", null, "");
        assertEquals(13, count);
    }

    /** As the program of that name would do it, as far as the manual needs. */
    private static HttpResponse<String> curl(String line) throws Exception {
        List<String> words = new ArrayList<>();
        Matcher word = Pattern.compile("'([^']*)'|(\\S+)").matcher(line);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2));
        }
        String body = option(words, "-d").orElse("");
        String method = option(words, "-X").orElse(body.isEmpty() ? "GET" : "POST");
        String type = option(words, "-H").map(header -> header.replace("Content-Type: ", "")).orElse(null);
        assertEquals(1, words.size(), line);
        URI uri = URI.create(words.get(0));
        assertEquals("127.0.0.1:8080", uri.getAuthority(), line);
        String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        return answered(method, path, type, body);
    }

    private static Optional<String> option(List<String> words, String name) {
        int at = words.indexOf(name);
        if (at < 0) {
            return Optional.empty();
        }
        words.remove(at);
        return Optional.of(words.remove(at));
    }

    private static void call(int status, String method, String path) throws Exception {
        call(status, method, path, null, "");
    }

    private static void call(int status, String method, String path, String type, String body) throws Exception {
        HttpResponse<String> answer = answered(method, path, type, body);
        assertEquals(status, answer.statusCode(), method + " " + path + ": " + answer.body());
    }

    /** The answer, once it was held against the document. */
    private static HttpResponse<String> answered(String method, String path, String type, String body)
            throws Exception {
        HttpResponse<String> answer = send(method, path, type, body);
        note(method, path, answer.statusCode(), contentType(answer), answer.body());
        return answer;
    }

    private static void note(String method, String path, int status, String type, String body) {
        String operation = api.operationOf(method, path.replaceFirst("\\?.*", "")).orElseThrow();
        assertEquals(List.of(), api.surprises(operation, status, type, body), operation + " " + status + ": " + body);
        ANSWERED.add(operation + " " + status);
    }

    private static void callStream(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(path)).build();
        HttpResponse<InputStream> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = answer.body()) {
            assertEquals("--", new String(in.readNBytes(2), StandardCharsets.US_ASCII));
        }
        note("GET", path, answer.statusCode(), contentType(answer), "");
    }

    private static String contentType(HttpResponse<?> answer) {
        return answer.headers().firstValue("Content-Type").orElse("");
    }

    private static HttpResponse<String> send(String method, String path, String type, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).method(method,
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (type != null) {
            request.header("Content-Type", type);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }
}
