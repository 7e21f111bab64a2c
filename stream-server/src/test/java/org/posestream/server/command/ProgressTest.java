package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final long SECOND = 1_000_000_000L;

    private final StringWriter text = new StringWriter();

    @Test
    void shouldDrawABarOverItselfOnATerminal() {
        Progress progress = new Progress(new PrintWriter(text), true, "a.mp4", 200, 0);

        progress.update(100, 2 * SECOND);

        assertEquals("\ra.mp4: [" + "#".repeat(15) + " ".repeat(15) + "] 50 %, 100 of 200 frames, 50.0 frames/s",
                text.toString());
    }

    @Test
    void shouldPrintOnePlainLineEveryTenth() {
        Progress progress = new Progress(new PrintWriter(text), false, "a.mp4", 100, 0);

        for (int done = 0; done <= 25; done++) {
            progress.update(done, SECOND);
        }

        assertEquals("a.mp4: 10 %, 10 of 100 frames, 10.0 frames/s" + System.lineSeparator()
                + "a.mp4: 20 %, 20 of 100 frames, 20.0 frames/s" + System.lineSeparator(), text.toString());
    }

    @Test
    void shouldCountFramesWhenTheTotalIsUnknown() {
        Progress progress = new Progress(new PrintWriter(text), true, "cam", 0, 0);

        progress.update(30, SECOND);

        assertEquals("\rcam: 30 frames, 30.0 frames/s", text.toString());
    }
}
