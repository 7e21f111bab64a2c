package org.posestream.evaluate;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.posestream.export.PartFile;
import org.posestream.metrics.Machine;

/**
 * What an evaluation found, for people and as JSON: tables, then on what they were measured.
 *
 * @param task what was evaluated: {@code pose2d}, {@code detector}, ...
 * @param tables the figures
 * @param facts on what they were measured, name in JSON to text or number: data, images, people, ...; kept in order
 * @param machine where they were measured
 */
public record EvaluationReport(String task, List<FigureTable> tables, Map<String, Object> facts, Machine machine) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public EvaluationReport {
        requireNonNull(task, "task is null");
        requireNonNull(machine, "machine is null");
        tables = List.copyOf(tables);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** For a terminal: the tables, then a line a fact, then the machine. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        for (FigureTable table : tables) {
            text.append(table.toText()).append('\n');
        }
        facts.forEach((key, value) -> text.append(key).append(": ").append(value).append('\n'));
        return text.append("machine: ").append(machine.describe()).append('\n').toString();
    }

    /** {@code {"task", "tables": [...], FACT: value, ..., "machine": {"processor", "cores", "java", "system"}}}. */
    ObjectNode toJson() {
        ObjectNode json = JSON.createObjectNode().put("task", task);
        ArrayNode list = json.putArray("tables");
        tables.forEach(table -> list.add(table.toJson()));
        facts.forEach((key, value) -> json.set(key, JSON.valueToTree(value)));
        json.set("machine", JSON.valueToTree(machine));
        return json;
    }

    /**
     * Writes the JSON, whole or not at all.
     *
     * @throws IOException in one line, when the file cannot be written
     */
    public void write(Path file) throws IOException {
        PartFile target = new PartFile(file);
        try {
            Files.writeString(target.part(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(toJson()) + "\n");
        } catch (IOException e) {
            throw target.cannotWrite(e);
        }
        target.complete();
    }
}
