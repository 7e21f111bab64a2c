package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.posestream.pose.SkeletonTopology;

/** What {@code posestream process} wrote for one video, read back. */
record ProcessedVideo(List<JsonNode> frames) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Runs the command; it must end with code 0 and leave one file, complete. */
    static ProcessedVideo of(Path video, Path folder, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("process", video.toString(), "--out", folder.toString()));
        arguments.addAll(List.of(options));
        StringWriter err = new StringWriter();
        int code = PoseStreamCommand.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true),
                arguments.toArray(String[]::new));
        assertEquals(0, code, err.toString());
        String name = video.getFileName().toString().replaceFirst("\\.[^.]+$", ".jsonl");
        List<JsonNode> frames = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(name))) {
            frames.add(JSON.readTree(line));
        }
        return new ProcessedVideo(frames);
    }

    /** The people of the frame whose 2D box holds the point. */
    List<JsonNode> peopleAt(int frame, double x, double y) {
        List<JsonNode> people = new ArrayList<>();
        for (JsonNode person : frames.get(frame).get("people")) {
            JsonNode box = person.get("box");
            if (x >= box.get(0).asDouble() && x <= box.get(0).asDouble() + box.get(2).asDouble()
                    && y >= box.get(1).asDouble() && y <= box.get(1).asDouble() + box.get(3).asDouble()) {
                people.add(person);
            }
        }
        return people;
    }

    /** The person of the frame whose 2D box holds the point, the smallest such box; null when there is none. */
    JsonNode personAt(int frame, double x, double y) {
        return peopleAt(frame, x, y).stream()
                .min(Comparator.comparingDouble(person -> person.get("box").get(2).asDouble())).orElse(null);
    }

    /** The person of that identity; null when it is not in the frame. */
    JsonNode person(int frame, long id) {
        for (JsonNode person : frames.get(frame).get("people")) {
            if (person.get("id").asLong() == id) {
                return person;
            }
        }
        return null;
    }

    /** How many frames each identity is in. */
    Map<Long, Integer> framesById() {
        Map<Long, Integer> counts = new TreeMap<>();
        for (JsonNode frame : frames) {
            for (JsonNode person : frame.get("people")) {
                counts.merge(person.get("id").asLong(), 1, Integer::sum);
            }
        }
        return counts;
    }

    /** In how many frames each identity is among the {@code people} with the tallest boxes. */
    Map<Long, Integer> framesOfTallest(int people) {
        Map<Long, Integer> counts = new TreeMap<>();
        for (JsonNode frame : frames) {
            List<JsonNode> tallest = new ArrayList<>();
            frame.get("people").forEach(tallest::add);
            tallest.sort(Comparator.comparingDouble(person -> -person.get("box").get(3).asDouble()));
            for (JsonNode person : tallest.subList(0, Math.min(people, tallest.size()))) {
                counts.merge(person.get("id").asLong(), 1, Integer::sum);
            }
        }
        return counts;
    }

    /** x and y of a joint, image pixels. */
    static double[] joint2d(JsonNode person, String name) {
        int k = SkeletonTopology.byId(person.get("topology2d").asText()).indexOf(name);
        JsonNode joint = person.get("joints2d").get(k);
        return new double[] {joint.get(0).asDouble(), joint.get(1).asDouble()};
    }

    /** Metres between two 3D joints. */
    static double bone(JsonNode person, String from, String to) {
        SkeletonTopology topology = SkeletonTopology.byId(person.get("topology3d").asText());
        JsonNode a = person.get("joints3d").get(topology.indexOf(from));
        JsonNode b = person.get("joints3d").get(topology.indexOf(to));
        double sum = 0;
        for (int d = 0; d < 3; d++) {
            sum += Math.pow(a.get(d).asDouble() - b.get(d).asDouble(), 2);
        }
        return Math.sqrt(sum);
    }
}
