package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.SharedMaterial;
import org.posestream.evaluate.NpyBytes;

/** {@code evaluate detector}, {@code pose2d} and {@code lifter} on data whose figures can be worked out by hand. */
class EvaluateNetworksIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WIDTH = 160;
    private static final int HEIGHT = 120;

    /** x, y of COCO-17 in 0..1 of the crop, as test_networks.py of models/training has them before it scales them. */
    private static final double[][] UPRIGHT = {{.50, .10}, {.53, .08}, {.47, .08}, {.56, .10}, {.44, .10}, {.65, .22},
        {.35, .22}, {.70, .36}, {.30, .36}, {.70, .50}, {.30, .50}, {.60, .52}, {.40, .52}, {.60, .72}, {.40, .72},
        {.60, .92}, {.40, .92}};

    @TempDir
    private Path folder;

    private Path networks;
    private Path report;

    @BeforeEach
    void prepare() throws IOException {
        networks = Files.createDirectory(folder.resolve("networks"));
        TinyNetworks.options(networks);
        report = folder.resolve("report.json");
        writeImage("bright.ppm", 200);
        writeImage("dark.ppm", 30);
    }

    /** The brightest pixel is the score: 0.78 of somebody, and 114 / 255 of the letterbox round a dark image. */
    @Test
    void shouldRankTheBoxesOfADetector() throws IOException {
        Path people = annotate("{\"image_id\": 1, \"bbox\": [0, 0, 160, 120]}");

        JsonNode result = evaluate("detector", "--annotations", people.toString(), "--network", "bright-detector");

        JsonNode row = result.get("tables").get(0).get("rows").get(0);
        assertEquals("bright-detector", row.get("name").asText());
        assertEquals(List.of(1.0, 0.5, 1.0, 1.0, 0.45, 1.0, 1.0), numbers(row, "ap50", "threshold", "recall",
                "precision", "bestThreshold", "bestRecall", "bestPrecision"));
        assertTrue(row.get("millisPerCall").asDouble() > 0 && row.get("gflop").isNull(), row::toString);
        JsonNode byHeight = result.get("tables").get(1).get("rows").get(0);
        assertEquals(1, byHeight.get("recall50To100").asDouble());
        assertTrue(byHeight.get("recall25To50").isNull(), byHeight::toString);
        assertEquals("[2, 1, 1]", List.of(result.get("images"), result.get("people"),
                result.get("peopleByHeight").get("50-100 %")).toString());
    }

    @Test
    void shouldNotBlameADetectorForIgnoredRegions() throws IOException {
        Path people = annotate("{\"image_id\": 1, \"iscrowd\": 1, \"bbox\": [0, 0, 160, 120]}, "
                + "{\"image_id\": 2, \"bbox\": [0, 0, 160, 120]}");

        JsonNode result = evaluate("detector", "--annotations", people.toString(), "--network", "bright-detector");

        JsonNode row = result.get("tables").get(0).get("rows").get(0);
        assertEquals(List.of(1.0, 0.0, 0.05), numbers(row, "ap50", "recall", "bestThreshold"));
        assertTrue(row.get("precision").isNull(), row::toString);
    }

    /** The crop of the box 60 x 80 about (80, 60) is 75 x 100 pixels large. */
    @Test
    void shouldCompareJointsWithTheAnnotation() throws IOException {
        Path people = annotate("{\"image_id\": 1, \"bbox\": [50, 20, 60, 80], \"keypoints\": " + standing(false)
                + "}, {\"image_id\": 1, \"bbox\": [50, 20, 60, 80]}");

        JsonNode result = evaluate("pose2d", "--annotations", people.toString(), "--network", "standing-pose");

        JsonNode row = result.get("tables").get(0).get("rows").get(0);
        assertEquals(List.of(1.0, 1.0, 0.0), numbers(row, "pck", "oks", "swapRate"));
        assertEquals("[1, 1, \"people.json\"]", List.of(result.get("images"), result.get("people"), result.get("data"))
                .toString());
    }

    @Test
    void shouldNoticeExchangedSides() throws IOException {
        Path people = annotate("{\"image_id\": 1, \"bbox\": [50, 20, 60, 80], \"keypoints\": " + standing(true) + "}");

        JsonNode result = evaluate("pose2d", "--annotations", people.toString(), "--network", "standing-pose");

        assertEquals(List.of(0.0, 1.0), numbers(result.get("tables").get(0).get("rows").get(0), "pck", "swapRate"));
    }

    @Test
    void shouldMeasureALifterBesideTheMeanPose() throws IOException {
        float[] joints = new float[3 * 51];
        for (int i = 0; i < joints.length; i++) {
            joints[i] = (float) Math.sin(i);
        }
        Path motion = new NpyBytes().withFloats("made/up", "(3, 17, 3)", joints).write(folder.resolve("motion.npz"));

        JsonNode result = evaluate("lifter", "--motion", motion.toString(), "--noise", "--network", "lifter");

        assertEquals(6, result.get("tables").size());
        JsonNode rows = result.get("tables").get(0).get("rows");
        assertEquals(List.of("lifter", "mean pose"), List.of(rows.get(0).get("name").asText(),
                rows.get(1).get("name").asText()));
        for (JsonNode row : rows) {
            assertTrue(numbers(row, "mpjpeMillimetres", "limbsMillimetres", "normalisedMpjpeMillimetres",
                    "procrustesMpjpeMillimetres", "accelerationErrorMillimetresPerSquareSecond").stream()
                    .allMatch(value -> value > 0), row::toString);
            assertEquals(row.get("accelerationErrorMillimetresPerSquareSecond").asDouble(),
                    900 * row.get("accelerationErrorMillimetresPerSquareFrame").asDouble(), 5);
        }
        assertEquals("3", result.get("frames").toString());
    }

    @Test
    void shouldTakeANetworkFromItsFile() throws IOException {
        Path people = annotate("{\"image_id\": 1, \"bbox\": [0, 0, 160, 120]}");
        String file = networks.resolve("bright-detector.onnx").toString();

        JsonNode result = evaluate("detector", "--annotations", people.toString(), "--network", file, "--limit", "1");

        assertEquals(Path.of("networks", "bright-detector.onnx").toString(), result.get("tables")
                .get(0).get("rows").get(0).get("name").asText());
        assertEquals(1, result.get("images").asInt());
    }

    @Test
    void shouldRefuseNetworksThatItCannotMeasure() throws IOException {
        String people = annotate("").toString();

        assertRefused("lifter is a network for LIFTER, but one for DETECTOR is needed here; see posestream models list",
                "detector", "--annotations", people, "--network", "lifter");
        assertRefused("there is no file 'gone.onnx'; give a network NAME.onnx with its card NAME.json beside it",
                "detector", "--annotations", people, "--network", "gone.onnx");
        assertRefused("there is no model 'bright-detektor' in .*; did you mean 'bright-detector'\\?.*",
                "detector", "--annotations", people, "--network", "bright-detektor");
    }

    @Test
    void shouldRefuseDataThatCannotBeMeasuredOn() throws IOException {
        Path people = annotate("{\"image_id\": 1, \"bbox\": [0, 0, 9, 9]}");
        assertRefused("'\\S+people.json' has nobody with keypoints; give annotations of person_keypoints",
                "pose2d", "--annotations", people.toString());
        assertRefused("there is no file '\\S+joints.npz'; give the path of a NumPy .npz archive",
                "pose2d", "--data", folder.toString());
        assertRefused("there is no file '\\S+motion.npz'; give the path of a NumPy .npz archive",
                "lifter", "--motion", folder.resolve("motion.npz").toString());
        assertRefused("cannot write '\\S+gone/r.json': the folder does not exist; give a folder that can be written",
                "detector", "--annotations", people.toString(), "--json", folder.resolve("gone/r.json").toString());
        assertRefused("cannot write '\\S+': it is a folder; give the name of a file",
                "detector", "--annotations", people.toString(), "--json", folder.toString());
    }

    @Test
    void shouldNameTheImageThatIsBrokenOrOfAnotherSize() throws IOException {
        Path people = annotate("{\"image_id\": 1, \"bbox\": [0, 0, 9, 9]}");
        Files.writeString(folder.resolve("bright.ppm"), "no picture");
        assertRefused("'?\\S+bright.ppm.*", "detector", "--annotations", people.toString(), "--network",
                "bright-detector");

        Files.writeString(people, "{\"images\": [{\"id\": 1, \"file_name\": \"dark.ppm\", \"width\": 120,"
                + " \"height\": 160}], \"annotations\": []}");
        assertRefused("'\\S+dark.ppm' has 160x120 pixels, but its annotation says 120x160; give the image that was"
                + " annotated", "detector", "--annotations", people.toString(), "--network", "bright-detector");
    }

    /** The two networks have been measured on all 667 people: 0.443 and 0.573. */
    @Test
    void shouldFindMoveNetBetterThanOursInSport() throws IOException {
        String data = SharedMaterial.file("data/lspet/joints.npz").getParent().getParent().toString();
        String models = SharedMaterial.file("models/movenet-lightning.onnx").getParent().toString();

        JsonNode result = evaluate("pose2d", "--data", data, "--limit", "30", "--models", models, "--network",
                "posestream-pose", "--network", "movenet-lightning");

        JsonNode rows = result.get("tables").get(0).get("rows");
        double ours = rows.get(0).get("pck").asDouble();
        double moveNet = rows.get(1).get("pck").asDouble();
        assertTrue(ours > 0.3 && moveNet > 0.45, () -> "PCK " + ours + " and " + moveNet);
    }

    @Test
    void shouldFindTheEmbeddedLiftersFarBetterThanTheMeanPose() throws IOException {
        String motion = SharedMaterial.file("data/mocap/motion_17j_30fps.npz").toString();

        JsonNode result = evaluate("lifter", "--motion", motion, "--limit", "4", "--noise", "--network", "embedded");

        for (int table : new int[] {0, 3}) {
            JsonNode rows = result.get("tables").get(table).get("rows");
            double mean = rows.get(rows.size() - 1).get("mpjpeMillimetres").asDouble();
            for (int i = 0; i < rows.size() - 1; i++) {
                assertTrue(rows.get(i).get("mpjpeMillimetres").asDouble() < 0.7 * mean, rows::toString);
            }
        }
    }

    private JsonNode evaluate(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("evaluate"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--json", report.toString()));
        if (!all.contains("--models")) {
            all.addAll(List.of("--models", networks.toString()));
        }
        CommandRun run = CommandRun.of(all.toArray(String[]::new));
        assertEquals(0, run.code(), run.errors()::toString);
        assertTrue(run.out().get(run.out().size() - 1).startsWith("machine: "), run.out()::toString);
        return JSON.readTree(report.toFile());
    }

    private void assertRefused(String pattern, String... arguments) {
        List<String> all = new ArrayList<>(List.of("evaluate"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--models", networks.toString()));
        CommandRun run = CommandRun.of(all.toArray(String[]::new));
        assertEquals(1, run.code(), run.errors()::toString);
        List<String> errors = run.errors().stream().filter(line -> line.startsWith("posestream: ")).toList();
        assertEquals(1, errors.size(), run.errors()::toString);
        assertTrue(errors.get(0).matches("posestream: " + pattern), errors.get(0));
        assertEquals(List.of(), run.out());
        assertFalse(Files.exists(report));
    }

    private static List<Double> numbers(JsonNode row, String... keys) {
        return Arrays.stream(keys).map(key -> row.get(key).asDouble()).toList();
    }

    private void writeImage(String name, int level) throws IOException {
        byte[] header = ("P6 " + WIDTH + " " + HEIGHT + " 255\n").getBytes(StandardCharsets.US_ASCII);
        byte[] image = Arrays.copyOf(header, header.length + 3 * WIDTH * HEIGHT);
        Arrays.fill(image, header.length, image.length, (byte) level);
        Files.write(folder.resolve(name), image);
    }

    /** The bright image has the id 1, the dark one 2. */
    private Path annotate(String annotations) throws IOException {
        return Files.writeString(folder.resolve("people.json"), """
                {"images": [{"id": 1, "file_name": "bright.ppm", "width": 160, "height": 120},
                            {"id": 2, "file_name": "dark.ppm"}], "annotations": [""" + annotations + "]}");
    }

    /** What standing-pose finds in the box 60 x 80 about (80, 60); the right sides first where exchanged. */
    private static String standing(boolean exchanged) {
        List<String> values = new ArrayList<>();
        for (int k = 0; k < UPRIGHT.length; k++) {
            int joint = exchanged && k > 0 ? k % 2 == 1 ? k + 1 : k - 1 : k;
            double x = 80 + (UPRIGHT[joint][0] - 0.5) * 0.65287 / 0.40 * 75 - 0.5;
            double y = 60 + (UPRIGHT[joint][1] - 0.5) * 0.68966 / 0.84 * 100 - 0.5;
            values.add(String.format(Locale.ROOT, "%.4f, %.4f, 2", x, y));
        }
        return "[" + String.join(", ", values) + "]";
    }
}
