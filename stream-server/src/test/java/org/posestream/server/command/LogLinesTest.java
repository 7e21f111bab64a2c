package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogLinesTest {

    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> end = new ListAppender<>();
    private final RepeatedLines lines = new RepeatedLines();

    @BeforeEach
    void start() {
        end.start();
        lines.setContext(context);
        lines.addAppender(end);
        lines.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void shouldSayARepeatedErrorOnceAMinuteWithItsCount() {
        for (int second = 0; second < 130; second++) {
            lines.doAppend(event(Level.ERROR, "disk full", second));
        }

        // After the first one 59 within its minute, the next minute's are counted from its end on.
        assertEquals(List.of("disk full", "disk full (59 times more)", "disk full (60 times more)"), written());
        lines.stop();
        assertEquals("disk full (10 times more)", written().get(3));
        assertEquals(4, written().size());
    }

    @Test
    void shouldSayTheCountWhenNothingElseHappens() {
        lines.doAppend(event(Level.WARN, "lost", 0));
        lines.doAppend(event(Level.WARN, "lost", 1));

        lines.sayDue(59_999);
        assertEquals(List.of("lost"), written());
        lines.sayDue(60_000);
        lines.sayDue(120_000);
        lines.sayDue(180_000);
        assertEquals(List.of("lost", "lost (1 times more)"), written());
        lines.doAppend(event(Level.WARN, "lost", 181));
        assertEquals(List.of("lost", "lost (1 times more)", "lost"), written());
    }

    @Test
    void shouldNotKeepBackForHoursWhenTheClockIsSetBack() {
        lines.doAppend(event(Level.WARN, "lost", 7200));
        lines.doAppend(event(Level.WARN, "lost", 7201));
        lines.doAppend(event(Level.WARN, "lost", 10));
        lines.doAppend(event(Level.WARN, "lost", 11));

        assertEquals(List.of("lost", "lost (1 times more)"), written());
        lines.sayDue(70_000);
        assertEquals(List.of("lost", "lost (1 times more)", "lost (2 times more)"), written());
    }

    @Test
    void shouldKeepOthersApartAndNewsComing() {
        for (String text : List.of("a", "b", "a", "b", "b")) {
            lines.doAppend(event(Level.WARN, text, 0));
            lines.doAppend(event(Level.INFO, "news", 0));
        }

        assertEquals(List.of("a", "news", "b", "news", "news", "news", "news"), written());
        lines.stop();
        assertEquals(List.of("a (1 times more)", "b (2 times more)"), written().subList(7, 9));
    }

    @Test
    void shouldNotRememberWithoutEnd() {
        lines.doAppend(event(Level.WARN, "line 0", 0));
        lines.doAppend(event(Level.WARN, "line 0", 0));
        for (int i = 1; i < 300; i++) {
            lines.doAppend(event(Level.WARN, "line " + i, 0));
        }

        assertEquals("line 0 (1 times more)", written().get(257));
        assertEquals(301, written().size());
    }

    @Test
    void shouldWriteJson() throws Exception {
        LoggingEvent event = event(Level.WARN, "hall: \"lost\"\n", 5);
        event.setKeyValuePairs(List.of(new KeyValuePair("camera", "hall")));
        String line = new String(new JsonLines().encode(event), StandardCharsets.UTF_8);

        assertEquals("{\"time\":\"1970-01-01T00:00:05Z\",\"level\":\"warn\",\"camera\":\"hall\",\"logger\":\"Reader\","
                + "\"message\":\"hall: \\\"lost\\\"\\n\"}\n", line);
        assertEquals("hall: \"lost\"\n", new ObjectMapper().readTree(line).get("message").asText());
        assertFalse(new String(new JsonLines().encode(event(Level.INFO, "x", 0)), StandardCharsets.UTF_8)
                .contains("camera"));
    }

    private List<String> written() {
        return end.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private LoggingEvent event(Level level, String text, int second) {
        LoggingEvent event = new LoggingEvent("", context.getLogger("org.posestream.Reader"), level, text, null, null);
        event.setInstant(Instant.ofEpochSecond(second));
        event.setMDCPropertyMap(Map.of());
        return event;
    }
}
