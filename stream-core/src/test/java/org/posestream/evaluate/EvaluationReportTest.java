package org.posestream.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.metrics.Machine;

class EvaluationReportTest {

    private static final Machine MACHINE = new Machine("Abacus", 2, "17.0.1", "Linux 6");

    @TempDir
    private Path folder;

    @Test
    void shouldPrintAlignedTablesThenFactsThenTheMachine() {
        assertEquals("""
                Crops of sport
                      PCK@0.2     ms
                ours    0.460  12.50
                b       0.586      -

                data: lspet
                images: 7
                machine: Abacus, 2 cores, JDK 17.0.1, Linux 6
                """, report().toText());
    }

    @Test
    void shouldWriteTheSameAsJson() throws IOException {
        Path file = folder.resolve("report.json");

        report().write(file);

        assertEquals(new ObjectMapper().readTree("""
                {"task": "pose2d", "tables": [{"title": "Crops of sport", "rows": [
                  {"name": "ours", "pck": 0.460, "millisPerCall": 12.50},
                  {"name": "b", "pck": 0.586, "millisPerCall": null}]}],
                 "data": "lspet", "images": 7,
                 "machine": {"processor": "Abacus", "cores": 2, "java": "17.0.1", "system": "Linux 6"}}
                """), new ObjectMapper().readTree(file.toFile()));
        assertFalse(Files.exists(folder.resolve("report.json.part")));
    }

    @Test
    void shouldNameTheFileThatCannotBeWritten() {
        Path file = folder.resolve("gone").resolve("report.json");

        String message = assertThrows(IOException.class, () -> report().write(file)).getMessage();

        assertTrue(message.startsWith("cannot write '" + file + "': the folder does not exist"), message);
    }

    @Test
    void shouldRefuseARowWithoutAValueForEachColumn() {
        List<FigureTable.Column> columns = List.of(new FigureTable.Column("pck", "PCK", 3));
        List<FigureTable.Row> rows = List.of(new FigureTable.Row("ours", List.of(1.0, 2.0)));

        assertEquals("row ours must have a value for each of 1 columns, but has 2",
                assertThrows(IllegalArgumentException.class, () -> new FigureTable("t", columns, rows)).getMessage());
    }

    private static EvaluationReport report() {
        FigureTable table = new FigureTable("Crops of sport",
                List.of(new FigureTable.Column("pck", "PCK@0.2", 3),
                        new FigureTable.Column("millisPerCall", "ms", 2)),
                List.of(new FigureTable.Row("ours", List.of(0.46, 12.5)),
                        new FigureTable.Row("b", List.of(0.5855, Double.NaN))));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("data", "lspet");
        facts.put("images", 7);
        return new EvaluationReport("pose2d", List.of(table), facts, MACHINE);
    }
}
