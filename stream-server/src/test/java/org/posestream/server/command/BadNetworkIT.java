package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that are not what their card says: refused at the start, before any result is begun. */
class BadNetworkIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Path networks;
    private Path onnx;
    private Path card;
    private List<String> options;

    @BeforeEach
    void prepare() throws IOException {
        networks = Files.createDirectory(folder.resolve("networks"));
        options = TinyNetworks.options(networks);
        onnx = networks.resolve("standing-pose.onnx");
        card = networks.resolve("standing-pose.json");
    }

    @Test
    void shouldNameANetworkThatNobodyHas() throws IOException {
        assertRefused("there is no model 'standing-posse' in .*; did you mean 'standing-pose'\\?.*",
                "--pose", "standing-posse");
    }

    @Test
    void shouldNameTheMissingFileOfACard() throws IOException {
        Files.delete(onnx);

        assertRefused("standing-pose.onnx is missing; put it beside its card \\(.*\\)");
    }

    @Test
    void shouldRefuseATruncatedNetwork() throws IOException {
        byte[] whole = Files.readAllBytes(onnx);
        Files.write(onnx, Arrays.copyOf(whole, 200));

        assertRefused("standing-pose.onnx has 200 bytes, but its card says " + whole.length
                + "; fetch the file again \\(.*\\)");
    }

    @Test
    void shouldRefuseANetworkOfAnotherSha256() throws IOException {
        byte[] bytes = Files.readAllBytes(onnx);
        bytes[bytes.length - 1] ^= 1;
        Files.write(onnx, bytes);

        assertRefused("standing-pose.onnx has sha256 [0-9a-f]{64}, but its card says [0-9a-f]{64}; fetch the file"
                + " again or correct the card \\(.*\\)");
    }

    @Test
    void shouldRefuseWhatIsNoNetworkThoughTheCardSaysSo() throws Exception {
        byte[] text = "this is no network".getBytes(StandardCharsets.UTF_8);
        Files.write(onnx, text);
        changeCard("bytes", text.length, "sha256",
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text)));

        assertRefused("standing-pose.onnx .*");
    }

    @Test
    void shouldNameBothShapesWhenTheyDiffer() throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(card.toFile());
        ((ObjectNode) json.get("input")).put("width", 48);
        JSON.writeValue(card.toFile(), json);

        assertRefused("standing-pose.onnx: input 'image' \\[-1, 32, 48, 3\\] in the card, but \\[-1, 32, 24, 3\\] in"
                + " the network; correct the card or take the network that it describes");
    }

    @Test
    void shouldTellAllMistakesOfACardInOneLine() throws IOException {
        changeCard("task", "dance", "bytes", -1);

        assertRefused("\\S+standing-pose.json: task must be .*; bytes must be .*");
    }

    @Test
    void shouldRefuseACardThatIsNoJson() throws IOException {
        Files.writeString(card, "{\"name\": ");

        assertRefused("\\S+standing-pose.json is no JSON: .*");
    }

    @Test
    void shouldRefuseANetworkForAnotherTask() throws IOException {
        assertRefused("bright-detector is a network for DETECTOR, but POSE2D is needed here; see posestream models"
                + " list", "--pose", "bright-detector");
    }

    @Test
    void shouldRefuseAModelsFolderThatIsNotThere() throws IOException {
        assertRefused("--models must be a folder with networks, but \\S+/gone does not exist",
                "--models", folder.resolve("gone").toString());
    }

    @Test
    void shouldVerifyWithOneLineForEachBadNetwork() throws IOException {
        Files.write(onnx, new byte[10]);

        CommandRun run = CommandRun.of("models", "verify", "--models", networks.toString(), "standing-pose",
                "bright-detector", "lifter");

        assertTrue(run.onlyError(1).startsWith("posestream: standing-pose.onnx has 10 bytes"), run.errors()::toString);
        assertEquals(List.of("bright-detector: sound", "lifter: sound"), run.out());
    }

    @Test
    void shouldNotCallResultsCompleteWhenTheNetworkFailedOnFrames() throws IOException {
        Path video = TinyVideos.bright(folder.resolve("walk.mp4"), 12);

        CommandRun run = process(video, "--pose", "failing-pose");

        assertEquals(1, run.code());
        assertTrue(run.errors().get(0).contains("frames of walk failed in stage estimate"), run.errors().get(0));
        assertEquals(List.of("posestream: walk: 12 of 12 frames failed for the reason logged above; the incomplete"
                + " results keep the ending .part"),
                run.errors().stream().filter(line -> line.startsWith("posestream: ")).toList());
        assertNoResults();
    }

    private void changeCard(Object... keysAndValues) throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(card.toFile());
        for (int i = 0; i < keysAndValues.length; i += 2) {
            json.putPOJO((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        JSON.writeValue(card.toFile(), json);
    }

    private void assertRefused(String pattern, String... moreOptions) throws IOException {
        CommandRun run = process(TinyVideos.bright(folder.resolve("walk.mp4"), 2), moreOptions);

        assertTrue(run.onlyError(1).matches("posestream: " + pattern), run.errors()::toString);
        assertEquals(List.of(), run.out());
        assertNoResults();
    }

    private void assertNoResults() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("results"))) {
            assertEquals(List.of(), files.filter(file -> !file.toString().endsWith(".part")).toList());
        }
    }

    /** With the tiny networks, some of their options replaced. */
    private CommandRun process(Path video, String... moreOptions) {
        List<String> arguments = new ArrayList<>(List.of("process", video.toString(), "--out",
                folder.resolve("results").toString()));
        List<String> given = new ArrayList<>(options);
        for (int i = 0; i < moreOptions.length; i += 2) {
            given.set(given.indexOf(moreOptions[i]) + 1, moreOptions[i + 1]);
        }
        arguments.addAll(given);
        return CommandRun.of(arguments.toArray(String[]::new));
    }
}
