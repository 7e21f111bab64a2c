package org.posestream.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.pose.PoseFrame;

class JsonLinesWriterTest {

    @TempDir
    private Path folder;

    @Test
    void shouldWriteOneLineAFrame() throws IOException {
        Path file = folder.resolve("poses.jsonl");
        try (JsonLinesWriter writer = JsonLinesWriter.open(file)) {
            for (int i = 0; i < 1000; i++) {
                writer.write(frame(i), null);
            }
            assertFalse(Files.exists(file), "not under its final name before it is complete");
            writer.finish();
        }
        List<String> lines = Files.readAllLines(file);
        assertEquals(1000, lines.size());
        assertTrue(lines.get(999).startsWith("{\"stream\":\"cam1\",\"sequence\":999,"));
        assertFalse(Files.exists(folder.resolve("poses.jsonl.part")));
    }

    @Test
    void shouldKeepTheTemporaryNameWhenNotFinished() throws IOException {
        try (JsonLinesWriter writer = JsonLinesWriter.open(folder.resolve("poses.jsonl"))) {
            writer.write(frame(0), null);
        }
        assertFalse(Files.exists(folder.resolve("poses.jsonl")));
        assertEquals(1, Files.readAllLines(folder.resolve("poses.jsonl.part")).size());
    }

    @Test
    void shouldReplaceAnOlderResult() throws IOException {
        Path file = Files.writeString(folder.resolve("poses.jsonl"), "old");
        try (JsonLinesWriter writer = JsonLinesWriter.open(file)) {
            writer.finish();
        }
        assertEquals("", Files.readString(file));
    }

    @Test
    void shouldNameTheFolderThatIsMissing() {
        Path file = folder.resolve("missing").resolve("poses.jsonl");
        IOException e = assertThrows(IOException.class, () -> JsonLinesWriter.open(file));
        assertEquals("cannot write '" + file + "': the folder does not exist; give a folder that can be written",
                e.getMessage());
    }

    private static PoseFrame frame(long sequence) {
        return new PoseFrame("cam1", sequence, 0, 640, 480, List.of(), List.of());
    }
}
