package org.posestream.server.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posestream.pipeline.StageProgress;
import org.posestream.server.web.Reply;
import org.posestream.server.web.Request;
import org.posestream.server.web.Route;

@Timeout(60)
class OperationsTest {

    private final Operations operations = new Operations("0.1.0");
    private final Readings readings = new Readings();

    @AfterEach
    void close() {
        operations.close();
    }

    @Test
    void shouldLiveFromTheBeginningAndBeReadyOnceToldSo() throws Exception {
        assertAnswer("/live", 200, "live\n");
        assertAnswer("/ready", 503, "networks are being loaded and cameras added\n");
        assertTrue(text("/health").contains("\"status\" : \"starting\""));
        assertTrue(text("/metrics").contains("\nposestream_ready 0.0\n"));

        watch(new StageProgress(960, 958, true));
        assertAnswer("/ready", 503, "networks are being loaded and cameras added\n");
        operations.ready();
        assertAnswer("/ready", 200, "ready\n");

        operations.stopping();
        assertAnswer("/ready", 503, "the server is stopping\n");
        assertAnswer("/live", 200, "live\n");
    }

    @Test
    void shouldNotLiveWithoutTheThreadOfAStage() throws Exception {
        watch(new StageProgress(960, 960, false));
        operations.ready();

        assertAnswer("/live", 503, "the thread of a stage has ended\n");
        assertAnswer("/ready", 503, "the thread of a stage has ended\n");
        operations.stopping();
        assertAnswer("/live", 200, "live\n");
    }

    @Test
    void shouldAnswerReportsInTheirFormats() throws Exception {
        watch(new StageProgress(960, 958, true));
        operations.ready();

        Reply health = answer("/health").get();
        assertEquals(200, health.status());
        assertEquals("application/json", health.contentType());
        Reply metrics = answer("/metrics").get();
        assertEquals(200, metrics.status());
        assertEquals("text/plain; version=0.0.4; charset=utf-8", metrics.contentType());
        PrometheusParser.parse(new String(metrics.body(), StandardCharsets.UTF_8));
    }

    @Test
    void shouldRefuseMoreThanAFewReportsAtATimeAndStillTellThatItLives() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        operations.watch(() -> new StageProgress(0, 0, true), () -> {
            reading.countDown();
            await(goOn);
            return readings.running(readings.streaming("hall")).pipeline().orElseThrow();
        }, List.of());

        List<CompletableFuture<Reply>> waiting = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            waiting.add(answer("/health"));
        }
        await(reading);
        assertAnswer("/metrics", 503, "too many ask at a time; ask again in a second\n");
        assertAnswer("/live", 200, "live\n");

        goOn.countDown();
        for (CompletableFuture<Reply> answer : waiting) {
            assertEquals(200, answer.get().status());
        }
        assertEquals(200, answer("/metrics").get().status());
    }

    @Test
    void shouldAnswerAfterItsEnd() throws Exception {
        operations.stopping();
        operations.close();

        assertAnswer("/health", 503, "the server is stopping\n");
    }

    private void watch(StageProgress progress) {
        operations.watch(() -> progress,
                () -> readings.running(readings.streaming("hall")).pipeline().orElseThrow(), List.of());
    }

    private void assertAnswer(String path, int status, String body) throws Exception {
        assertEquals(status, answer(path).get().status());
        assertEquals(body, text(path));
    }

    private String text(String path) throws Exception {
        return new String(answer(path).get().body(), StandardCharsets.UTF_8);
    }

    private CompletableFuture<Reply> answer(String path) {
        Route route = operations.endpoints().stream().filter(each -> each.template().equals(path)).findFirst()
                .orElseThrow().route();
        return route.answer(new Request("GET", path, Map.of(), Map.of()))
                .thenApply(answer -> (Reply) answer).toCompletableFuture();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
