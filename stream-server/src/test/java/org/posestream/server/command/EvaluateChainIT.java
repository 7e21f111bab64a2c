package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tiny networks judged by a truth that is what they themselves put out, and by truths made of it. */
class EvaluateChainIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FRAMES = 6;

    @TempDir
    private Path folder;

    private Path video;
    private List<String> networks;
    private ProcessedVideo processed;

    @BeforeEach
    void prepare() throws IOException {
        networks = TinyNetworks.options(Files.createDirectory(folder.resolve("networks")));
        video = TinyVideos.bright(folder.resolve("bright.mp4"), FRAMES);
        processed = ProcessedVideo.of(video, Files.createDirectory(folder.resolve("results")),
                networks.toArray(String[]::new));
        assertEquals(1, processed.frames().get(0).get("people").size());
    }

    @Test
    void shouldFindNoFaultWithItself() throws IOException {
        writeTruth("bright.json", 0, 1);
        Path json = folder.resolve("report.json");

        CommandRun run = evaluate(video.toString(), "--json", json.toString());

        assertEquals(0, run.code(), run.errors().toString());
        JsonNode report = JSON.readTree(json.toFile());
        JsonNode row = report.get("tables").get(0).get("rows").get(0);
        assertEquals("chain", report.get("task").asText());
        assertEquals("bright-detector on cpu, standing-pose on cpu, lifter on cpu", report.get("networks").asText());
        assertEquals(JSON.readTree("""
                {"name": "bright", "frames": 6, "pckPercent": 100.0, "swapPercent": 0.0, "mpjpeMillimetres": 0.0,
                 "normalisedMpjpeMillimetres": 0.0, "procrustesMpjpeMillimetres": 0.0,
                 "accelerationMillimetresPerSquaredFrame": 0.00, "missedPercent": 0.0, "falsePercent": 0.0,
                 "idSwitches": 0, "fragments": 0, "identityRecallPercent": 100.0, "identityF1Percent": 100.0,
                 "detectorPercent": 33.3}
                """), withoutRounding(row));
    }

    @Test
    void shouldAddClipsUpAndLeaveOpenWhatNobodyKnows() throws IOException {
        Path elsewhere = writeTruth("elsewhere.json", 500, 1);
        Path two = writeTruth("two.json", 0, 2);

        CommandRun run = evaluate(video.toString(), video.toString(), "--truth", elsewhere.toString(), two.toString());

        assertEquals(0, run.code(), run.errors().toString());
        assertRow(run, "bright", "6 - - - - - - 100.0 100.0 0 0 0.0 0.0 33.3");
        assertRow(run, "bright-2", "6 100.0 0.0 0.0 0.0 0.0 \\S+ 50.0 0.0 0 0 50.0 66.7 33.3");
        assertRow(run, "all", "12 100.0 0.0 0.0 0.0 0.0 \\S+ 66.7 50.0 0 0 33.3 40.0 33.3");
    }

    @Test
    void shouldNameAMissingTruth() {
        assertEquals("posestream: there is no truth '" + folder.resolve("bright.json")
                + "'; put it beside the video or name it with --truth", evaluate(video.toString()).onlyError(1));
    }

    @Test
    void shouldRefuseTheTruthOfAnotherClip() throws IOException {
        Path truth = writeTruth("bright.json", 0, 1);
        ObjectNode json = (ObjectNode) JSON.readTree(truth.toFile());
        JSON.writeValue(truth.toFile(), json.put("imageWidth", 170));
        assertEquals("posestream: bright is 160 x 120 pixels large, but its truth 170 x 120; give the truth of this"
                + " clip", evaluate(video.toString()).onlyError(1));

        ((ArrayNode) json.put("imageWidth", 160).get("frames")).remove(0);
        JSON.writeValue(truth.toFile(), json);
        assertEquals("posestream: bright has more frames than its truth, which has 5; give the truth of this clip",
                evaluate(video.toString()).onlyError(1));
    }

    @Test
    void shouldRefuseWrongUsageBeforeItWorks() throws IOException {
        writeTruth("bright.json", 0, 1);
        assertEquals("posestream: --truth must name a file for each VIDEO, but there are 2 videos and 1 truths (see"
                + " posestream evaluate chain --help)",
                evaluate("a.mp4", "b.mp4", "--truth", "bright.json").onlyError(2));
        Path json = folder.resolve("gone").resolve("report.json");
        CommandRun run = evaluate(video.toString(), "--json", json.toString());
        assertEquals("posestream: cannot write '" + json + "': the folder does not exist; give a folder that can be"
                + " written", run.onlyError(1));
        assertTrue(run.out().isEmpty(), run.out().toString());
        assertFalse(Files.exists(json));
    }

    private CommandRun evaluate(String... arguments) {
        List<String> all = new ArrayList<>(List.of("evaluate", "chain"));
        all.addAll(List.of(arguments));
        all.addAll(networks);
        return CommandRun.of(all.toArray(String[]::new));
    }

    /** What was found as a truth, every person so many times, moved to the right by some pixels each time. */
    private Path writeTruth(String name, double shift, int times) throws IOException {
        ObjectNode truth = JSON.createObjectNode().put("topology2d", "coco17").put("topology3d", "h36m17")
                .put("framesPerSecond", 30).put("imageWidth", TinyVideos.WIDTH).put("imageHeight", TinyVideos.HEIGHT);
        ArrayNode frames = truth.putArray("frames");
        for (JsonNode frame : processed.frames()) {
            ArrayNode people = frames.addObject().putArray("people");
            for (int i = 0; i < times; i++) {
                people.add(truth(frame.get("people").get(0), shift + 200 * i));
            }
        }
        Path file = folder.resolve(name);
        JSON.writeValue(file.toFile(), truth);
        return file;
    }

    private static ObjectNode truth(JsonNode found, double shift) {
        ObjectNode person = JSON.createObjectNode();
        ArrayNode joints3d = person.putArray("joints3d");
        ArrayNode joints2d = person.putArray("joints2d");
        ArrayNode visible = person.putArray("visible2d");
        for (int k = 0; k < 17; k++) {
            JsonNode in3d = found.get("joints3d").get(k);
            JsonNode in2d = found.get("joints2d").get(k);
            joints3d.addArray().add(in3d.get(0)).add(in3d.get(1)).add(in3d.get(2));
            joints2d.addArray().add(in2d.get(0).asDouble() + shift).add(in2d.get(1));
            visible.add(1);
        }
        return person;
    }

    /** The truth was rounded to a tenth of a millimetre, which the acceleration tells. */
    private static JsonNode withoutRounding(JsonNode row) {
        assertTrue(row.get("accelerationMillimetresPerSquaredFrame").asDouble() < 0.3);
        return ((ObjectNode) row.deepCopy()).put("accelerationMillimetresPerSquaredFrame", 0.0);
    }

    private static void assertRow(CommandRun run, String name, String figures) {
        List<String> rows = run.out().stream().map(line -> line.trim().replaceAll(" +", " "))
                .filter(line -> line.matches(name + " " + figures)).toList();
        assertEquals(1, rows.size(), () -> String.join("\n", run.out()));
    }
}
