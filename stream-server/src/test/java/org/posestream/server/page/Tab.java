package org.posestream.server.page;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.imageio.ImageIO;

/** A page in a browser. What its console says that is wrong is kept. */
final class Tab {

    private static final int PATIENCE_MILLIS = 30_000;
    /** Widths below it are those of phones. */
    private static final int PHONE_WIDTH = 600;
    private static final Set<String> WRONG = Set.of("error", "assert");
    /** What a browser writes for each connection that it could not make; that is what some tests are about. */
    private static final String NOT_CONNECTED = "net::ERR_CONNECTION_REFUSED";

    private final Chromium chromium;
    private final String target;
    private final String session;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    /**
     * @param target the page's name in the browser
     * @param session by which it is spoken to
     */
    Tab(Chromium chromium, String target, String session) {
        this.chromium = chromium;
        this.target = target;
        this.session = session;
    }

    String target() {
        return target;
    }

    void load(String address, int width, int height) throws Exception {
        send("Page.enable", Map.of());
        send("Runtime.enable", Map.of());
        send("Log.enable", Map.of());
        send("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", height, "deviceScaleFactor", 1,
                "mobile", width < PHONE_WIDTH));
        send("Emulation.setTouchEmulationEnabled", Map.of("enabled", width < PHONE_WIDTH));
        send("Page.navigate", Map.of("url", address));
    }

    /** Runs before the scripts of whatever is loaded next. */
    void beforeLoading(String script) throws Exception {
        send("Page.enable", Map.of());
        send("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    /** What an expression of JavaScript gives, awaited where it is a promise. */
    JsonNode evaluate(String expression) throws Exception {
        JsonNode answer = send("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true,
                "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.get("result").path("value");
    }

    /** Waits until an expression holds, which the page itself looks at. */
    void await(String expression) throws Exception {
        boolean held = evaluate("new Promise(done => { const end = performance.now() + " + PATIENCE_MILLIS
                + "; const look = () => { let holds = false; try { holds = Boolean(" + expression + "); } catch (e) { }"
                + " holds || performance.now() > end ? done(holds) : setTimeout(look, 20); }; look(); })").asBoolean();
        assertTrue(held, () -> "not within " + PATIENCE_MILLIS + " ms: " + expression + "; the page says: " + text());
    }

    /** Presses and lets go of a key, for example {@code Tab} or {@code p}. */
    void press(String key) throws Exception {
        Map<String, Integer> codes = Map.of("Tab", 9, "Enter", 13, "Escape", 27, " ", 32, "ArrowLeft", 37,
                "ArrowRight", 39);
        int code = codes.getOrDefault(key, (int) Character.toUpperCase(key.charAt(0)));
        String text = key.equals("Enter") ? "\r" : key.length() == 1 ? key : "";
        send("Input.dispatchKeyEvent", Map.of("type", text.isEmpty() ? "rawKeyDown" : "keyDown", "key", key,
                "windowsVirtualKeyCode", code, "text", text));
        send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
    }

    /** Writes into a field in place of what is there. */
    void type(String selector, String text) throws Exception {
        evaluate("(field => { field.focus(); field.select(); })(document.querySelector('" + selector + "'))");
        send("Input.insertText", Map.of("text", text));
    }

    /** Clicks the middle of an element. */
    void click(String selector) throws Exception {
        JsonNode place = evaluate("(r => ({x: r.x + r.width / 2, y: r.y + r.height / 2}))(document.querySelector('"
                + selector + "').getBoundingClientRect())");
        for (String type : List.of("mousePressed", "mouseReleased")) {
            send("Input.dispatchMouseEvent", Map.of("type", type, "x", place.get("x").asDouble(), "y",
                    place.get("y").asDouble(), "button", "left", "clickCount", 1));
        }
    }

    /** What is to be seen within an element. */
    BufferedImage picture(String selector) throws Exception {
        JsonNode r = evaluate("(r => ({x: r.x, y: r.y, width: r.width, height: r.height}))(document.querySelector('"
                + selector + "').getBoundingClientRect())");
        JsonNode shot = send("Page.captureScreenshot", Map.of("format", "png", "clip", Map.of("x",
                r.get("x").asDouble(), "y", r.get("y").asDouble(), "width", r.get("width").asDouble(), "height",
                r.get("height").asDouble(), "scale", 1)));
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(shot.get("data").asText())));
    }

    /** Errors of the console, violations of the security policy, exceptions that nobody caught. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Those that do not tell of a server that is gone. */
    List<String> complaintsWhileConnected() {
        return complaints.stream().filter(each -> !each.contains(NOT_CONNECTED)).toList();
    }

    void hear(String event, JsonNode details) {
        if (event.equals("Runtime.exceptionThrown")) {
            complaints.add(details.get("exceptionDetails").toString());
        } else if (event.equals("Log.entryAdded") && WRONG.contains(details.at("/entry/level").asText())) {
            complaints.add(details.get("entry").toString());
        } else if (event.equals("Runtime.consoleAPICalled") && WRONG.contains(details.get("type").asText())) {
            complaints.add(details.get("args").toString());
        }
    }

    private String text() {
        try {
            return evaluate("document.body.innerText").asText().replaceAll("\\s+", " ") + complaints;
        } catch (Exception e) {
            return e.toString();
        }
    }

    private JsonNode send(String method, Map<String, ?> parameters) throws Exception {
        return chromium.send(session, method, parameters);
    }
}
