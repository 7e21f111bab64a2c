package org.posestream.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.detect.WholeFrameDetector;
import org.posestream.frame.FrameBuffer;
import org.posestream.pipeline.PipelineComponents;
import org.posestream.pipeline.PipelineOptions;
import org.posestream.pipeline.PosePipeline;
import org.posestream.pose.PoseFrame;
import org.posestream.server.camera.CameraService;
import org.posestream.server.camera.NoJoints;
import org.posestream.server.config.ConfigFile;
import org.posestream.server.config.ConfigInForce;
import org.posestream.server.config.PoseStreamConfig;
import org.posestream.server.web.StreamFacts;
import org.posestream.server.web.WebServer;

/** Cameras over real sockets; JSON with single quotes for double ones. None is opened: they are not enabled. */
@Timeout(60)
class ApiTest {

    private static final String JSON = "application/json";
    private static final String PATCH = "application/merge-patch+json";
    private static final String HALL = "'address':'rtsp://me:secret@10.0.0.7/stream','enabled':false";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Api api = new Api();
    private WebServer web;
    private PosePipeline pipeline;
    private OpenApiDocument document;

    @BeforeEach
    void begin() throws Exception {
        web = new WebServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), api.endpoints());
        pipeline = new PosePipeline(new PipelineComponents(new WholeFrameDetector(1), new NoJoints(), Optional.empty()),
                PipelineOptions.DEFAULTS.withMaxCameras(2), List.of(web.broadcaster()));
        pipeline.start();
        api.begin(new Served(new CameraService(pipeline, web.broadcaster()), web.broadcaster(),
                new StreamFacts("0.1.0", pipeline.topology2d(), pipeline.topology3d()),
                new ConfigInForce(new ConfigFile(PoseStreamConfig.DEFAULT, Map.of(), List.of())), List.of(),
                List.of()));
        document = new OpenApiDocument(client.send(HttpRequest.newBuilder(uri("/v1/openapi.json")).build(),
                HttpResponse.BodyHandlers.ofString()).body());
    }

    @AfterEach
    void close() {
        api.close();
        pipeline.close();
        web.close();
    }

    @Test
    void shouldAddShowChangeAndRemoveACamera() throws Exception {
        HttpResponse<String> added = send("POST", "/v1/cameras", JSON, "{'name':'hall'," + HALL + "}");
        assertEquals(201, added.statusCode(), added.body());
        assertEquals("/v1/cameras/hall", added.headers().firstValue("Location").orElseThrow());
        JsonNode hall = json(added);
        assertEquals("hall", hall.get("name").asText());
        assertEquals("paused", hall.get("status").get("state").asText());
        assertEquals(names(hall), names(json(send("GET", "/v1/cameras/hall", null, ""))));

        JsonNode changed = json(send("PATCH", "/v1/cameras/hall", PATCH, "{'max-rate':5,'transport':'udp'}"));
        assertEquals(5, changed.get("max-rate").asInt());
        assertEquals("udp", changed.get("transport").asText());
        assertEquals("tcp", json(send("PUT", "/v1/cameras/hall", JSON, "{" + HALL + "}")).get("transport").asText());
        assertEquals(1, json(send("GET", "/v1/cameras", null, "")).get("cameras").size());
        assertEquals("hall", json(send("GET", "/v1/streams", null, "")).get("streams").get(0).get("stream").asText());

        assertEquals(204, send("DELETE", "/v1/cameras/hall", null, "").statusCode());
        assertEquals(404, send("GET", "/v1/cameras/hall", null, "").statusCode());
        assertEquals("{\"cameras\":[]}", send("GET", "/v1/cameras", null, "").body());
    }

    @Test
    void shouldNotShowSecretsAndTakeWhatItShowsForThem() throws Exception {
        String options = ",'options':{'icecast_password':'secret'}";
        send("PUT", "/v1/cameras/hall", JSON, "{" + HALL + "}");

        String shown = send("GET", "/v1/cameras/hall", null, "").body();
        assertFalse(shown.contains("secret"), shown);
        assertEquals(200, send("PUT", "/v1/cameras/hall", JSON, shown).statusCode());
        assertFalse(send("GET", "/v1/config", null, "").body().contains("secret"));

        HttpResponse<String> refused = send("PUT", "/v1/cameras/attic", JSON, "{" + HALL + options + ",'max-rate':-1}");
        assertEquals(422, refused.statusCode());
        assertFalse(refused.body().contains("secret"), refused.body());
    }

    @Test
    void shouldPointAtEverythingThatIsWrong() throws Exception {
        HttpResponse<String> refused = send("PUT", "/v1/cameras/hall", JSON, "{'address':'rtsp://','transport':'tpc',"
                + "'device':{'size':'big'},'a/b~c d':1}");

        assertEquals(422, refused.statusCode());
        assertEquals("application/problem+json", refused.headers().firstValue("Content-Type").orElseThrow());
        assertEquals(json("{'type':'/v1/problems/invalid-camera','title':'The camera cannot be used as described',"
                + "'status':422,'detail':'4 of the settings cannot be used','errors':["
                + "{'pointer':'#/transport','detail':\"must be one of tcp, udp, but was 'tpc'; did you mean 'tcp'?"
                + " (default: tcp)\"},"
                + "{'pointer':'#/device/size','detail':\"must be a width and height such as 1280x720, but was"
                + " 'big'\"},"
                + "{'pointer':'#/a~1b~0c%20d','detail':'there is no such key; known here: address, enabled, transport,"
                + " freshness, max-rate, read-timeout, open-timeout, stall-timeout, longest-pause, decode-threads,"
                + " device, options'},"
                + "{'pointer':'#/address','detail':\"'rtsp://' names no host; write rtsp://HOST/PATH\"}]}"),
                json(refused));
        assertEquals(404, send("GET", "/v1/cameras/hall", null, "").statusCode());
    }

    @Test
    void shouldRefuseWhatItCannotDo() throws Exception {
        send("PUT", "/v1/cameras/hall", JSON, "{" + HALL + "}");
        String hall = "{'name':'hall'," + HALL + "}";

        assertProblem(409, "name-in-use", send("POST", "/v1/cameras", JSON, hall));
        assertProblem(422, "invalid-camera", send("POST", "/v1/cameras", JSON, "{" + HALL + "}"));
        assertProblem(422, "invalid-camera", send("POST", "/v1/cameras", JSON, "{'name':7," + HALL + "}"));
        assertProblem(422, "invalid-camera", send("PUT", "/v1/cameras/attic", JSON, hall));
        assertProblem(422, "invalid-camera", send("PUT", "/v1/cameras/a%20b", JSON, "{" + HALL + "}"));
        assertProblem(422, "invalid-camera", send("PUT", "/v1/cameras/attic", JSON, "{'address':'/etc/passwd'}"));
        for (String method : List.of("GET", "DELETE")) {
            assertProblem(404, "unknown-camera", send(method, "/v1/cameras/attic", null, ""));
        }
        assertProblem(404, "unknown-camera", send("PATCH", "/v1/cameras/attic", PATCH, "{}"));
        assertProblem(404, "unknown-camera", send("POST", "/v1/cameras/attic/pause", null, ""));
        send("PUT", "/v1/cameras/attic", JSON, "{" + HALL + "}");
        assertProblem(409, "too-many-cameras", send("PUT", "/v1/cameras/cellar", JSON, "{" + HALL + "}"));
        assertProblem(404, "unknown-stream", send("GET", "/v1/streams/cellar/latest", null, ""));
    }

    @Test
    void shouldRefuseBodiesThatItCannotRead() throws Exception {
        for (String body : List.of("", "{", "{} {}", "[]", "null", "'text'", "{'a':1,'a':2}", "{'a':NaN}", "{a:1}",
                "{'a':" + "[".repeat(30) + "]".repeat(30) + "}", "\u0000")) {
            assertProblem(400, "malformed-json", send("PUT", "/v1/cameras/hall", JSON, body));
        }
        byte[] latin = "{'address':'\u00e4'}".replace('\'', '"').getBytes(StandardCharsets.ISO_8859_1);
        HttpRequest request = HttpRequest.newBuilder(uri("/v1/cameras/hall")).header("Content-Type", JSON)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(latin)).build();
        assertProblem(400, "malformed-json", client.send(request, HttpResponse.BodyHandlers.ofString()));
        for (String type : List.of("text/plain", PATCH, "application/json-seq", "application/x-www-form-urlencoded")) {
            assertEquals(415, send("PUT", "/v1/cameras/hall", type, "{}").statusCode(), type);
        }
        assertEquals(415, send("PUT", "/v1/cameras/hall", null, "{}").statusCode());
        assertEquals(201, send("PUT", "/v1/cameras/hall", "Application/JSON; charset=utf-8", "{" + HALL + "}")
                .statusCode());
    }

    @Test
    void shouldGiveTheNewestFrameAsAsked() throws Exception {
        send("PUT", "/v1/cameras/hall", JSON, "{" + HALL + "}");
        assertEquals(204, send("GET", "/v1/streams/hall/latest", null, "").statusCode());
        web.broadcaster().publish(new PoseFrame("hall", 7, 33, 640, 480, List.of(), List.of()), new FrameBuffer(0));

        JsonNode frame = json(send("GET", "/v1/streams/hall/latest?dimensions=2d", null, ""));
        assertEquals("frame", frame.get("type").asText());
        assertEquals(7, frame.get("sequence").asLong());
        assertProblem(400, "invalid-parameter", send("GET", "/v1/streams/hall/latest?dimensions=4d", null, ""));
        assertProblem(400, "invalid-parameter", send("GET", "/v1/streams/hall/latest?dimension=2d", null, ""));
    }

    @Test
    void shouldAskForPatienceWhileItStarts() throws Exception {
        try (Api early = new Api(); WebServer server = new WebServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), early.endpoints())) {
            URI cameras = URI.create("http://127.0.0.1:" + server.port() + "/v1/cameras");
            assertProblem(503, "starting", client.send(HttpRequest.newBuilder(cameras).build(),
                    HttpResponse.BodyHandlers.ofString()));
            assertProblem(503, "starting", client.send(HttpRequest.newBuilder(cameras)
                    .POST(HttpRequest.BodyPublishers.ofString("{}")).build(), HttpResponse.BodyHandlers.ofString()));
        }
    }

    private static void assertProblem(int status, String type, HttpResponse<String> answer) throws Exception {
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals("/v1/problems/" + type, json(answer).get("type").asText());
        assertTrue(answer.headers().firstValue("Content-Type").orElseThrow().equals("application/problem+json"));
    }

    private HttpResponse<String> send(String method, String path, String type, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).method(method, method.equals("GET")
                ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        if (type != null) {
            request.header("Content-Type", type);
        }
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(List.of(), document.surprises(method, path.replaceFirst("\\?.*", ""), answer),
                method + " " + path);
        return answer;
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + web.port() + path);
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return new ObjectMapper().readTree(answer.body());
    }

    /** A text in double quotes may have single ones. */
    private static JsonNode json(String text) throws Exception {
        StringBuilder json = new StringBuilder();
        boolean quoted = false;
        for (char c : text.toCharArray()) {
            quoted ^= c == '"';
            json.append(c == '\'' && !quoted ? '"' : c);
        }
        return new ObjectMapper().readTree(json.toString());
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }
}
