package org.posestream.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is exactly known of a rendered clip; the file's format stands in {@code docs/6-evaluation.md}.
 *
 * @param framesPerSecond the clip's rate
 * @param imageWidth pixels
 * @param imageHeight pixels
 * @param frames the people of every frame, the same ones in the same order
 */
public record ClipTruth(double framesPerSecond, int imageWidth, int imageHeight, List<List<TruePerson>> frames) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int JOINTS = 17;

    /** @throws IOException in one line: the file, what is wrong with it, what to do */
    public static ClipTruth read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        } catch (NoSuchFileException e) {
            throw new IOException("there is no truth '" + file + "'; put it beside the video or name it with --truth",
                    e);
        }
    }

    /**
     * Reads a truth that is no file of its own.
     *
     * @param in stays open
     * @param name for messages
     */
    public static ClipTruth read(InputStream in, String name) throws IOException {
        try {
            return new Reader(name).clip(JSON.readTree(in));
        } catch (JsonProcessingException e) {
            throw new IOException("truth '" + name + "' is not JSON: " + e.getOriginalMessage()
                    + "; give what the clip's renderer wrote", e);
        }
    }

    int peopleCount() {
        return frames.get(0).size();
    }

    /** Checks while it reads; tells where in the file something is wrong. */
    private record Reader(String name) {

        ClipTruth clip(JsonNode root) throws IOException {
            require(root.path("topology2d").asText().equals("coco17"), "topology2d", "coco17");
            require(root.path("topology3d").asText().equals("h36m17"), "topology3d", "h36m17");
            require(root.path("framesPerSecond").asDouble() > 0, "framesPerSecond", "above 0");
            require(root.path("imageWidth").asInt() > 0, "imageWidth", "above 0");
            require(root.path("imageHeight").asInt() > 0, "imageHeight", "above 0");
            require(root.path("frames").size() > 0, "frames", "a list with an object for every frame");
            List<List<TruePerson>> frames = new ArrayList<>();
            for (JsonNode frame : root.get("frames")) {
                String where = "frames[" + frames.size() + "].people";
                List<TruePerson> people = people(frame.path("people"), where);
                require(frames.isEmpty() || people.size() == frames.get(0).size(), where,
                        "as many as in frames[0]: a person's place in the list is its identity");
                frames.add(people);
            }
            return new ClipTruth(root.get("framesPerSecond").asDouble(), root.get("imageWidth").asInt(),
                    root.get("imageHeight").asInt(), List.copyOf(frames));
        }

        private List<TruePerson> people(JsonNode people, String where) throws IOException {
            require(people.isArray(), where, "a list");
            List<TruePerson> result = new ArrayList<>();
            for (JsonNode person : people) {
                String at = where + "[" + result.size() + "].";
                double[][] visible = rows(person.path("visible2d"), 1, at + "visible2d");
                boolean[] seen = new boolean[JOINTS];
                for (int k = 0; k < JOINTS; k++) {
                    seen[k] = visible[k][0] != 0;
                }
                result.add(new TruePerson(rows(person.path("joints3d"), 3, at + "joints3d"),
                        rows(person.path("joints2d"), 2, at + "joints2d"), seen));
            }
            return List.copyOf(result);
        }

        /** 17 rows of numbers; a row of one is the number itself. */
        private double[][] rows(JsonNode rows, int dims, String where) throws IOException {
            String rule = dims == 1 ? "17 numbers" : "17 x " + dims + " numbers";
            require(rows.isArray() && rows.size() == JOINTS, where, rule);
            double[][] points = new double[JOINTS][dims];
            for (int k = 0; k < JOINTS; k++) {
                require(dims == 1 || rows.get(k).size() == dims, where, rule);
                for (int d = 0; d < dims; d++) {
                    JsonNode value = dims == 1 ? rows.get(k) : rows.get(k).get(d);
                    require(value.isNumber(), where, rule);
                    points[k][d] = value.asDouble();
                }
            }
            return points;
        }

        private void require(boolean isTrue, String where, String rule) throws IOException {
            if (!isTrue) {
                throw new IOException("truth '" + name + "': " + where + " must be " + rule
                        + "; give what the clip's renderer wrote");
            }
        }
    }
}
