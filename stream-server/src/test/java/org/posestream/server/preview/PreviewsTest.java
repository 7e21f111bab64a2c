package org.posestream.server.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.Allocations;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.TestPictures;
import org.posestream.pipeline.CameraState;
import org.posestream.pipeline.CameraStatus;
import org.posestream.pose.PoseFrame;
import org.posestream.server.config.PreviewConfig;
import org.posestream.server.web.WebServer;
import org.posestream.source.SourceFormat;

/** Pictures as clients get them by real sockets. */
@Timeout(60)
class PreviewsTest {

    private static final PreviewConfig CONFIG = new PreviewConfig(true, 30, 1280, 75, 4);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, CameraState> cameras = new ConcurrentHashMap<>();
    private int next;
    private Previews previews;
    private WebServer server;

    @BeforeEach
    void listen() throws IOException {
        listen(CONFIG);
    }

    private void listen(PreviewConfig config) throws IOException {
        cameras.put("hall", CameraState.STREAMING);
        previews = new Previews(config);
        previews.watch(name -> Optional.ofNullable(cameras.get(name)).map(state -> new CameraStatus(name, state,
                Duration.ZERO, SourceFormat.UNKNOWN, 0, 0, 0, 0, Optional.empty())));
        server = new WebServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), previews.endpoints());
    }

    @AfterEach
    void close() {
        previews.close();
        server.close();
    }

    @Test
    void shouldGiveTheNextPicture() throws Exception {
        HttpResponse<byte[]> answer = snapshot("");

        assertEquals(200, answer.statusCode());
        assertEquals("image/jpeg", answer.headers().firstValue("Content-Type").orElseThrow());
        String time = answer.headers().firstValue("X-Timestamp").orElseThrow();
        assertTrue(time.matches("17000000\\d\\d\\.\\d{2}0000"), time);
        BufferedImage picture = Scene.decode(answer.body());
        assertEquals(Scene.WIDTH, picture.getWidth());
        assertEquals(Scene.HEIGHT, picture.getHeight());
        assertFalse(Scene.isDrawnOn(picture));
    }

    @Test
    void shouldDrawPeopleOnlyWhereAskedFor() throws Exception {
        CompletableFuture<HttpResponse<byte[]>> drawn = get("snapshot.jpg?overlay=true");
        CompletableFuture<HttpResponse<byte[]>> plain = get("snapshot.jpg?overlay=false");
        CompletableFuture<HttpResponse<byte[]>> small = get("snapshot.jpg?overlay=true&width=160");
        publishUntilDone(CompletableFuture.allOf(drawn, plain, small));

        assertTrue(Scene.isDrawnOn(Scene.decode(drawn.get().body())));
        assertFalse(Scene.isDrawnOn(Scene.decode(plain.get().body())));
        BufferedImage scaled = Scene.decode(small.get().body());
        assertEquals(160, scaled.getWidth());
        assertEquals(90, scaled.getHeight());
        assertTrue(Scene.isDrawnOn(scaled));
    }

    @Test
    void shouldNotTouchThePublishedPixels() throws Exception {
        FrameBuffer pixels = Scene.pixels(3);
        FrameBuffer before = new FrameBuffer(0);
        before.copyFrom(pixels);
        CompletableFuture<HttpResponse<byte[]>> drawn = get("snapshot.jpg?overlay=true");
        for (int i = 0; !drawn.isDone(); i++) {
            previews.publish(Scene.frame("hall", i), pixels);
            LockSupport.parkNanos(1_000_000);
        }
        assertEquals(0, before.pixels().compareTo(pixels.pixels()));
    }

    @Test
    void shouldSendPicturesWithoutEnd() throws Exception {
        try (MultipartReader stream = open("preview.mjpg?rate=25&overlay=true")) {
            assertEquals("multipart/x-mixed-replace; boundary=posestream-picture", stream.contentType());
            int before = -1;
            for (int i = 0; i < 5; i++) {
                BufferedImage picture = Scene.decode(nextPart(stream));
                assertTrue(Scene.isDrawnOn(picture));
                assertTrue(Scene.number(picture) != before, "a new picture each time");
                before = Scene.number(picture);
            }
        }
    }

    @Test
    void shouldFollowChangesOfSizeAndColour() throws Exception {
        try (MultipartReader stream = open("preview.mjpg?rate=30")) {
            assertEquals(Scene.WIDTH, Scene.decode(nextPart(stream)).getWidth());
            BufferedImage picture;
            do {
                previews.publish(Scene.frame("hall", next++), Scene.pixels(7, 99, 77, ColorMatrix.BT601_FULL));
                LockSupport.parkNanos(1_000_000);
                picture = stream.available() ? Scene.decode(stream.next()) : null;
            } while (picture == null || picture.getWidth() == Scene.WIDTH);
            assertEquals(99, picture.getWidth());
            assertEquals(77, picture.getHeight());
            assertEquals(7, Scene.number(picture));
        }
    }

    @Test
    void shouldEndWhenTheCameraIsRemoved() throws Exception {
        try (MultipartReader stream = open("preview.mjpg")) {
            nextPart(stream);

            cameras.remove("hall");

            stream.skipToEnd();
        }
        assertEquals(404, snapshot("").statusCode());
    }

    @Test
    void shouldEndWhenTheServerStops() throws Exception {
        try (MultipartReader stream = open("preview.mjpg")) {
            nextPart(stream);
            CompletableFuture<HttpResponse<byte[]>> waiting = get("snapshot.jpg?width=100");

            previews.close();

            stream.skipToEnd();
            assertEquals(503, waiting.get().statusCode());
        }
        assertEquals("the server is stopping", text("snapshot.jpg"));
        previews.publish(Scene.frame("hall", 0), Scene.pixels(0));
    }

    @Test
    void shouldStopWorkingWhenTheLastViewerHasGone() throws Exception {
        try (MultipartReader stream = open("preview.mjpg")) {
            nextPart(stream);
            assertTrue(previews.isWatched("hall"));
        }
        while (previews.isWatched("hall")) {
            LockSupport.parkNanos(1_000_000); // Until the timeout of the test.
        }
    }

    @Test
    void shouldRefuseMoreViewersThanMayBe() throws Exception {
        MultipartReader[] streams = new MultipartReader[4];
        for (int i = 0; i < streams.length; i++) {
            streams[i] = open("preview.mjpg");
            nextPart(streams[i]);
        }
        HttpResponse<byte[]> refused = get("preview.mjpg").get();
        assertEquals(503, refused.statusCode());
        assertEquals("5", refused.headers().firstValue("Retry-After").orElseThrow());
        assertEquals(503, get("snapshot.jpg").get().statusCode());

        streams[0].close();

        HttpResponse<byte[]> answer = snapshot("");
        while (answer.statusCode() == 503) {
            answer = snapshot("");
        }
        assertEquals(200, answer.statusCode());
        for (MultipartReader stream : streams) {
            stream.close();
        }
    }

    /** One that reads nothing loses pictures while others see them, and goes on with new ones when it reads again. */
    @Test
    void shouldLetSlowViewersLosePictures() throws Exception {
        FrameBuffer noise = noise();
        try (MultipartReader slow = open("preview.mjpg?rate=25");
                MultipartReader quick = open("preview.mjpg?rate=25")) {
            for (int i = 0; i < 300; i++) {
                nextPart(quick, noise);
            }
            double before = quick.timestamp();
            int seen = 0;
            do {
                nextPart(slow, noise);
                seen++;
            } while (slow.timestamp() <= before);
            assertTrue(seen < 300, "lost none: saw " + seen);
        }
    }

    @Test
    void shouldSayWhatIsWrong() throws Exception {
        cameras.put("attic", CameraState.PAUSED);
        assertEquals("there is no camera 'cellar'; see /v1/cameras", text("/v1/cameras/cellar/snapshot.jpg"));
        assertEquals("camera 'attic' is paused; resume it to see it", text("/v1/cameras/attic/snapshot.jpg"));
        assertEquals("camera 'attic' is paused; resume it to see it", text("/v1/cameras/attic/preview.mjpg"));
        assertEquals("overlay must be true or false, but was 'yes'", text("snapshot.jpg?overlay=yes"));
        assertEquals("width must be a number between 16 and 1280, but was '15'", text("snapshot.jpg?width=15"));
        assertEquals("rate must be a number between 0.1 and 30, but was 'NaN'", text("preview.mjpg?rate=NaN"));
        assertEquals("there is no parameter 'rate' here, only overlay, width", text("snapshot.jpg?rate=1"));
    }

    @Test
    void shouldGiveNothingWhereItIsTurnedOff() throws Exception {
        close();
        listen(new PreviewConfig(false, 30, 1280, 75, 4));
        assertEquals("this server gives no pictures (preview.enabled)", text("snapshot.jpg"));
        assertEquals(404, get("preview.mjpg").get().statusCode());
    }

    @Test
    void shouldAllocateNothingWhileNobodyLooks() {
        PoseFrame frame = Scene.frame("hall", 0);
        FrameBuffer pixels = Scene.pixels(0);
        long bytes = Allocations.bytesOf(10_000, () -> previews.publish(frame, pixels));
        assertTrue(bytes < 10_000, "less than a byte a frame, but allocated " + bytes);
    }

    /** Hardly compressible: a few of them fill every buffer on the way. */
    private static FrameBuffer noise() {
        Random random = new Random(1);
        return TestPictures.of(640, 360, ColorMatrix.BT601_FULL, (x, y) -> random.nextInt(256),
                (x, y) -> random.nextInt(256), (x, y) -> random.nextInt(256));
    }

    private HttpResponse<byte[]> snapshot(String query) throws Exception {
        CompletableFuture<HttpResponse<byte[]>> answer = get("snapshot.jpg" + query);
        publishUntilDone(answer);
        return answer.get();
    }

    private void publishUntilDone(CompletableFuture<?> done) {
        while (!done.isDone()) {
            publish(Scene.pixels(next));
        }
    }

    private byte[] nextPart(MultipartReader stream) throws IOException {
        return nextPart(stream, null);
    }

    /** The next part, for which frames are published until it begins. */
    private byte[] nextPart(MultipartReader stream, FrameBuffer pixels) throws IOException {
        while (!stream.available()) {
            publish(pixels == null ? Scene.pixels(next) : pixels);
        }
        return stream.next();
    }

    private void publish(FrameBuffer pixels) {
        previews.publish(Scene.frame("hall", next++), pixels);
        LockSupport.parkNanos(1_000_000);
    }

    private MultipartReader open(String path) throws IOException {
        return MultipartReader.open(server.port(), "/v1/cameras/hall/" + path);
    }

    private String text(String path) throws Exception {
        return new ObjectMapper().readTree(get(path).get().body()).get("detail").asText();
    }

    private CompletableFuture<HttpResponse<byte[]>> get(String path) {
        String absolute = path.startsWith("/") ? path : "/v1/cameras/hall/" + path;
        return client.sendAsync(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + absolute))
                .build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
