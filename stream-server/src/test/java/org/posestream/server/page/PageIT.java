package org.posestream.server.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, against a real server whose frames are made by the test. */
@Timeout(180)
class PageIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Numbers travel with four decimals and are drawn as floats. */
    private static final double POSITION_TOLERANCE = 1e-4 + 1e-6;

    @TempDir
    private static Path profile;
    private static Chromium chromium;

    @TempDir
    private Path folder;
    private MadeUpServer server;

    @BeforeAll
    static void start() throws Exception {
        chromium = Chromium.start(profile);
    }

    @AfterAll
    static void stop() throws Exception {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void serve() throws Exception {
        server = new MadeUpServer(0);
    }

    @AfterEach
    void close() throws Exception {
        chromium.closeTabs();
        server.close();
    }

    @Test
    void shouldDrawTheJointsWhereTheMessagesHaveThem() throws Exception {
        server.open("hall");
        Tab tab = openStill("#/camera/hall");
        server.playUntil("hall", () -> isTrue(tab, "posestream.scene().people.length === 2"));
        server.pause();

        long last = server.lastSequence("hall");
        tab.await("posestream.scene().sequence === " + last);
        JsonNode scene = tab.evaluate("posestream.scene()");

        for (JsonNode person : scene.get("people")) {
            List<double[]> expected = MadeUpServer.joints(last, person.get("id").asLong());
            assertEquals(expected.size(), person.get("joints").size());
            for (int k = 0; k < expected.size(); k++) {
                for (int axis = 0; axis < 3; axis++) {
                    assertEquals(expected.get(k)[axis], person.get("joints").get(k).get(axis).asDouble(),
                            POSITION_TOLERANCE, "person " + person.get("id") + ", joint " + k + ", axis " + axis);
                }
            }
        }
        assertEquals(List.of(), tab.complaints());
    }

    @Test
    void shouldMoveWithEveryFrameAndRestWithoutAny() throws Exception {
        server.open("hall");
        Tab tab = openStill("#/camera/hall");
        server.playUntil("hall", () -> isTrue(tab, "posestream.scene().people.length === 2"));
        server.pause();
        tab.await("posestream.scene().sequence === " + server.lastSequence("hall"));
        BufferedImage space = tab.picture("#space-pane");
        BufferedImage flat = tab.picture("#picture-pane");

        server.skip("hall", 20);
        tab.await("posestream.scene().sequence === " + server.lastSequence("hall"));
        awaitRest(tab);
        assertTrue(differing(space, tab.picture("#space-pane")) > 500, "the skeletons stand still");
        assertTrue(differing(flat, tab.picture("#picture-pane")) > 500, "the joints stand still");
        assertEquals(List.of(), tab.complaints());
    }

    @Test
    void shouldComeBackWithItsServerOnTheSamePort() throws Exception {
        server.open("hall");
        server.play("hall");
        Tab tab = chromium.open(server.address("#/camera/hall"), 1440, 900);
        tab.await("posestream.scene().people.length === 2");

        int port = server.port();
        server.close();
        tab.await("document.querySelector('.notice b').textContent === 'The connection to the server is lost'");
        tab.await("document.getElementById('camera-view').classList.contains('gone')");
        tab.await("document.getElementById('state').textContent === 'Not connected'");
        server = new MadeUpServer(port);
        server.open("hall");
        server.play("hall");

        tab.await("document.querySelectorAll('.notice').length === 0");
        tab.await("document.getElementById('state').textContent === 'Live'");
        tab.await("!document.getElementById('camera-view').classList.contains('gone')");
        long before = tab.evaluate("posestream.scene().sequence").asLong();
        tab.await("posestream.scene().sequence !== " + before);
        assertEquals(List.of(), tab.complaintsWhileConnected());
    }

    @Test
    void shouldTellOfACameraThatIsGoneAndShowItWhenItIsBack() throws Exception {
        server.open("hall");
        server.open("attic");
        server.play("hall");
        Tab tab = chromium.open(server.address("#/camera/hall"), 1440, 900);
        tab.await("posestream.scene().people.length === 2");

        server.remove("hall");
        tab.await("document.querySelector('.notice b').textContent === \"'hall' is gone\"");
        tab.await("document.querySelectorAll('#cameras .camera').length === 1");
        server.open("hall");
        server.play("hall");

        tab.await("document.querySelectorAll('.notice').length === 0");
        tab.await("posestream.scene().people.length === 2 && posestream.scene().people.every(p => p.presence === 1)");
        assertEquals(List.of(), tab.complaints());
    }

    @Test
    void shouldShowWhyACameraIsNotLive() throws Exception {
        server.open("hall");
        Tab tab = chromium.open(server.address("#/camera/hall"), 1440, 900);
        tab.await("document.getElementById('state').textContent === 'Live'");

        server.fail("hall", "rtsp://10.0.0.7/stream: Connection refused");

        tab.await("document.querySelector('.notice b').textContent === \"'hall' is not reached\"");
        assertTrue(tab.evaluate("document.querySelector('.notice p').textContent").asText()
                .startsWith("rtsp://10.0.0.7/stream: Connection refused"));
        assertEquals(List.of(), tab.complaints());
    }

    @Test
    void shouldShowAllCamerasAndSayHowToAddTheFirst() throws Exception {
        Tab tab = chromium.open(server.address(""), 1440, 900);
        tab.await("document.getElementById('empty-title').textContent === 'No camera yet'");

        server.open("attic");
        tab.await("document.getElementById('title').textContent === 'attic'");
        server.open("hall");
        server.play("hall");
        tab.await("document.querySelectorAll('#cameras .camera').length === 2");
        assertEquals("attic", tab.evaluate("document.getElementById('title').textContent").asText());
        tab.press("0");
        tab.await("document.body.dataset.view === 'overview'");
        tab.await("document.querySelectorAll('#overview .card').length === 2");
        tab.await("document.querySelectorAll('#overview .card small')[1].textContent.startsWith('2 people')");
        assertEquals(List.of(), tab.complaints());
    }

    @Test
    void shouldFitDesktopsAndPhonesWithoutScrollingSideways() throws Exception {
        server.open("hall");
        server.open("a-name-that-is-as-long-as-names-of-cameras-may-become-in-some-buildings");
        server.play("hall");
        for (int[] size : new int[][] {{1440, 900}, {390, 844}, {844, 390}, {1024, 768}, {320, 568}}) {
            Tab tab = chromium.open(server.address("#/camera/hall"), size[0], size[1]);
            tab.await("posestream.scene().people.length === 2");
            for (String place : List.of("#/camera/hall", "#/all")) {
                tab.evaluate("location.hash = '" + place + "'");
                tab.await("document.body.dataset.view === '" + (place.equals("#/all") ? "overview" : "camera") + "'");
                JsonNode wide = tab.evaluate("Array.from(document.querySelectorAll('#tabs button')).filter(button => {"
                        + " button.click(); return [document.documentElement, document.getElementById('content')]"
                        + ".some(each => each.scrollWidth > each.clientWidth); }).map(button => button.textContent)");
                assertEquals(0, wide.size(), () -> size[0] + " x " + size[1] + " " + place + ": " + wide);
            }
            assertEquals(List.of(), tab.complaints());
            chromium.closeTabs();
        }
    }

    @Test
    void shouldBeUsableByTheKeyboardAlone() throws Exception {
        server.open("attic");
        server.open("hall");
        server.play("hall");
        Tab tab = chromium.open(server.address("#/all"), 1440, 900);
        tab.await("document.querySelectorAll('#cameras .camera').length === 2");

        tab.press("2");
        tab.await("document.getElementById('title').textContent === 'hall'");
        tab.await("posestream.scene().people.length === 2");
        tab.press(" ");
        tab.await("!document.getElementById('paused').hidden");
        tab.press(" ");
        tab.await("document.getElementById('paused').hidden");
        tab.press("?");
        tab.await("document.getElementById('help-dialog').open");
        tab.press("Escape");
        tab.await("!document.getElementById('help-dialog').open");
        tab.press("v");
        tab.await("document.body.dataset.layout === 'picture'");
        tab.press("t");
        tab.await("document.querySelector('[data-toggle=trails]').getAttribute('aria-pressed') === 'false'");
        assertEquals(List.of(), tab.complaints());
    }

    @Test
    void shouldReachEverythingByTabAndShowWhereTheFocusIs() throws Exception {
        server.open("hall");
        server.play("hall");
        Tab tab = chromium.open(server.address("#/camera/hall"), 1440, 900);
        tab.await("posestream.scene().people.length === 2");
        tab.await("document.querySelectorAll('#people .pill').length === 2");

        List<String> reached = new ArrayList<>();
        for (int i = 0; i < 40 && !reached.contains("timeline"); i++) {
            tab.press("Tab");
            reached.add(tab.evaluate("document.activeElement.id || document.activeElement.className"
                    + " || document.activeElement.dataset.look || document.activeElement.dataset.toggle").asText());
            assertFalse(tab.evaluate("getComputedStyle(document.activeElement).outlineStyle").asText().equals("none"),
                    () -> "the focus is not seen at " + reached);
        }
        assertEquals("skip", reached.get(0));
        assertTrue(reached.containsAll(List.of("theme", "pause", "snapshot", "record", "settings", "space", "front",
                "follow", "pill", "timeline")), reached::toString);
        assertEquals(List.of(), tab.complaints());
    }

    @Test
    void shouldAskForATokenWhereTheServerWantsOne() throws Exception {
        server.open("hall");
        server.play("hall");
        server.requireToken("open-sesame-4711-now");
        Tab tab = chromium.open(server.address("#/camera/hall"), 390, 844);
        tab.await("document.getElementById('token-dialog').open");

        tab.type("#token", "open-barley-4711-now");
        tab.press("Enter");
        tab.await("document.getElementById('token-error').textContent === 'This token is not known here.'");
        tab.type("#token", "open-sesame-4711-now");
        tab.press("Enter");

        tab.await("!document.getElementById('token-dialog').open");
        tab.await("posestream.scene().people.length === 2");
        assertFalse(tab.evaluate("document.cookie + JSON.stringify(localStorage)").asText().contains("sesame"));
    }

    @Test
    void shouldSaveTheLastSecondsAsJsonLines() throws Exception {
        server.open("hall");
        server.play("hall");
        Tab tab = chromium.open(server.address("#/camera/hall"), 1440, 900);
        tab.await("posestream.scene().people.length === 2");
        tab.await("!document.getElementById('record').disabled");

        CompletableFuture<Path> saved = chromium.nextDownload(folder);
        tab.click("#record");

        List<String> lines = Files.readAllLines(saved.get(60, TimeUnit.SECONDS));
        assertTrue(lines.size() > 1, lines.size() + " lines");
        long before = -1;
        for (String line : lines) {
            JsonNode frame = JSON.readTree(line);
            assertTrue(line.startsWith("{\"stream\":\"hall\",\"sequence\":"), line);
            assertTrue(frame.get("sequence").asLong() > before, "in order");
            before = frame.get("sequence").asLong();
            assertEquals(MadeUpServer.line("hall", frame.get("sequence").asLong()), line);
        }
        assertEquals(List.of(), tab.complaints());
    }

    /** A page that moves nobody on between frames. */
    private Tab openStill(String place) throws Exception {
        Tab tab = chromium.open();
        tab.beforeLoading("localStorage.setItem('posestream.settings', '{\"smooth\": false, \"trails\": false}')");
        tab.load(server.address(place), 1440, 900);
        tab.await("window.posestream && !posestream.predicting");
        return tab;
    }

    /** Waits until two looks at what is drawn are alike. */
    private static void awaitRest(Tab tab) throws Exception {
        tab.evaluate("new Promise(done => { let before = -1; const look = () => {"
                + " const now = posestream.scene().renders; now === before ? done(true) : (before = now,"
                + " setTimeout(look, 200)); }; look(); })");
    }

    private static boolean isTrue(Tab tab, String expression) throws Exception {
        return tab.evaluate("Boolean(" + expression + ")").asBoolean();
    }

    private static int differing(BufferedImage a, BufferedImage b) {
        int count = 0;
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                count += a.getRGB(x, y) != b.getRGB(x, y) ? 1 : 0;
            }
        }
        return count;
    }
}
