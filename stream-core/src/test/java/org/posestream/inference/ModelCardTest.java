package org.posestream.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posestream.inference.ImageInput.ColorOrder;
import org.posestream.inference.ImageInput.ElementType;
import org.posestream.inference.ImageInput.Fit;
import org.posestream.inference.ImageInput.Layout;
import org.posestream.pose.SkeletonTopology;

class ModelCardTest {

    private static final URL ANYWHERE = ModelCard.url(Path.of("anywhere.onnx"));

    private static ModelSpec parse(ObjectNode card) {
        return ModelCard.parse("a.json", card.toString().getBytes(UTF_8), file -> ANYWHERE);
    }

    private static String refusal(String network, Consumer<ObjectNode> change) {
        ObjectNode card = TestNetworks.card(network);
        change.accept(card);
        return assertThrows(ModelException.class, () -> parse(card)).getMessage();
    }

    @Test
    void shouldFillInWhatACardLeavesOut() {
        ModelSpec spec = parse(TestNetworks.card("means"));
        assertEquals("means", spec.name());
        assertEquals(ModelSpec.Task.DETECTOR, spec.task());
        assertTrue(spec.isBatchDynamic());
        assertArrayEquals(new long[] {-1, 2, 3, 3}, spec.input().tensor().shape());
        ImageInput image = spec.image();
        assertArrayEquals(new float[] {0, 0, 0}, image.mean());
        assertArrayEquals(new float[] {1, 1, 1}, image.std());
        assertEquals(114, image.padValue());
        assertEquals(1, image.cropPadding());
        assertEquals(0.4, spec.option("scoreThreshold", 0.4));
        assertNull(spec.head().topology());
        assertNull(spec.head().statistics());
    }

    @Test
    void shouldReadEveryKey() {
        ObjectNode card = TestNetworks.card("doubled");
        card.put("task", "pose2d").put("decoder", "heatmap-dark").put("topology", "coco17").put("batch", "1")
                .put("parameters", 7).put("gflop", 0.5);
        card.putObject("decoderOptions").put("sigma", 2.5);
        card.putObject("measured").put("pck@0.2", 0.75);
        ObjectNode input = (ObjectNode) card.get("input");
        input.put("fit", "crop").put("cropPadding", 1.5).put("padValue", 3);
        input.putArray("mean").add(1).add(2).add(3);
        input.putArray("std").add(4).add(5).add(6);
        ModelSpec spec = parse(card);
        assertArrayEquals(new long[] {1, 3, 1, 2}, spec.input().tensor().shape());
        assertArrayEquals(new float[] {1, 2, 3}, spec.image().mean());
        assertArrayEquals(new float[] {4, 5, 6}, spec.image().std());
        assertEquals(2, spec.image().width());
        assertEquals(1, spec.image().height());
        assertEquals(Layout.NCHW, spec.image().layout());
        assertEquals(ColorOrder.RGB, spec.image().colorOrder());
        assertEquals(ElementType.FLOAT32, spec.image().type());
        assertEquals(Fit.CROP, spec.image().fit());
        assertEquals(1.5f, spec.image().cropPadding());
        assertEquals(3, spec.image().padValue());
        assertEquals(2.5, spec.option("sigma", 1));
        assertSame(SkeletonTopology.COCO_17, spec.topology());
        assertEquals("0.75", spec.about().measured().get("pck@0.2"));
        assertEquals(7, spec.about().parameters());
        assertEquals(0.5, spec.about().gflop());
        assertEquals(ANYWHERE, spec.file().location());
        assertEquals("doubled", spec.outputs().get(0).name());
    }

    @Test
    void shouldReadStatisticsOnlyWhereTheGraphHasThemNot() {
        assertNull(parse(TestNetworks.card("lifter")).head().statistics());
        ModelSpec.Statistics statistics = parse(TestNetworks.card("lifter-outside")).head().statistics();
        assertEquals(34, statistics.inputMean().length);
        assertEquals(0.33f, statistics.inputMean()[33]);
        assertEquals(0.5f, statistics.inputStd()[0]);
        assertEquals(0.25f, statistics.outputMean()[50]);
        assertEquals(2, statistics.outputStd()[50]);
    }

    @Test
    void shouldReadACalibrationOfEveryJoint() {
        assertNull(parse(TestNetworks.card("standing-pose")).head().calibration());
        ObjectNode card = TestNetworks.card("standing-pose");
        ObjectNode section = card.putObject("confidenceCalibration");
        for (int k = 0; k < 17; k++) {
            section.withArray("slope").add(k + 0.5);
            section.withArray("offset").add(-k);
        }
        ModelSpec.Calibration calibration = parse(card).head().calibration();
        assertEquals(16.5f, calibration.slopes()[16]);
        assertEquals(-16, calibration.offsets()[16]);
    }

    @Test
    void shouldRefuseAWrongCalibration() {
        assertEquals("a.json: confidenceCalibration.slope must be 17 numbers above 0.0, but was [1]; "
                + "confidenceCalibration.offset must be 17 numbers, but is missing", refusal("standing-pose",
                card -> card.putObject("confidenceCalibration").putArray("slope").add(1)));
        assertEquals("a.json: confidenceCalibration is no key of a card",
                refusal("means", card -> card.putObject("confidenceCalibration")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "task      | teacher     | task must be one of [detector, pose2d, pose3d, lifter], but was \"teacher\"",
        "batch     | 8           | batch must be \"dynamic\" or 1, but was \"8\"",
        "decoder   | heatmap-dark | decoder must be one for task detector, but was \"heatmap-dark\"",
        "topology  | coco18      | topology must be one of [coco17, h36m17, blazepose33], but was 'coco18'",
        "sha256    | ABC         | sha256 must be 64 lower-case hexadecimal digits, but was \"ABC\"",
        "bytes     | many        | bytes must be a whole number between 1 and 2147483647, but was \"many\"",
        "file      | ../a.onnx   | file must be the name of an .onnx file beside the card, but was \"../a.onnx\"",
        "name      | ../a        | name must be letters, digits, '.', '_' or '-', but was \"../a\"",
        "licence   | ''          | licence must be a text, but was \"\"",
        "outputs   | none        | outputs must be a list of at least one {name, shape}, but was \"none\"",
        "gflop     | some        | gflop must be a number of at least 0.0, but was \"some\"",
        "measured  | well        | measured must be an object, but was \"well\"",
    })
    void shouldRefuseAWrongValueByKeyRuleAndValue(String key, String value, String expected) {
        assertEquals("a.json: " + expected, refusal("means", card -> card.put(key, value)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "width       | 0    | input.width must be a whole number between 1 and 8192, but was 0",
        "padValue    | 256  | input.padValue must be a whole number between 0 and 255, but was 256",
        "cropPadding | 0    | input.cropPadding must be a number of at least 1.0, but was 0",
    })
    void shouldRefuseAWrongInput(String key, int value, String expected) {
        assertEquals("a.json: " + expected,
                refusal("means", card -> ((ObjectNode) card.get("input")).put(key, value)));
    }

    @ParameterizedTest
    @CsvSource({"task", "sha256", "file", "name", "bytes", "batch", "decoder", "outputs", "licence", "provenance"})
    void shouldRefuseAMissingKey(String key) {
        String message = refusal("means", card -> card.remove(key));
        assertTrue(message.startsWith("a.json: " + key + " must be "), message);
        assertTrue(message.endsWith(", but is missing"), message);
    }

    @Test
    void shouldRefuseAnUnknownKeyWithASuggestion() {
        assertEquals("a.json: licens is no key of a card; did you mean 'licence'?",
                refusal("means", card -> card.put("licens", "x")));
        assertEquals("a.json: decoderOptions.scoreTreshold is no key of a card; did you mean 'scoreThreshold'?",
                refusal("means", card -> card.putObject("decoderOptions").put("scoreTreshold", 1)));
        assertEquals("a.json: zzzzzzzz is no key of a card", refusal("means", card -> card.put("zzzzzzzz", "x")));
    }

    @Test
    void shouldTellAllMistakesInOneLine() {
        String message = refusal("means", card -> card.put("batch", 1).put("bytes", 0).put("colour", "red"));
        assertEquals("a.json: outputs[0].shape must begin with the batch, 1, but was [-1,3]; outputs[1].shape must "
                + "begin with the batch, 1, but was [-1,1]; bytes must be a whole number between 1 and 2147483647, but "
                + "was 0; colour is no key of a card", message);
    }

    @Test
    void shouldReadTheStepOfRows() {
        ModelSpec spec = parse(TestNetworks.card("bright-rows"));
        assertEquals(8, spec.image().rowStep());
        assertTrue(spec.image().hasFreeRows());
        assertArrayEquals(new long[] {-1, -1, 32, 3}, spec.input().tensor().shape());
        assertEquals(2, parse(TestNetworks.card("means")).image().rowStep(), "the height, where it is left out");
    }

    @Test
    void shouldRefuseAStepOfRowsThatCannotBe() {
        assertEquals("a.json: input.rowStep must divide height 32, but was 12",
                refusal("bright-rows", card -> ((ObjectNode) card.get("input")).put("rowStep", 12)));
        String expected = "a.json: input.rowStep must be left out unless layout is NHWC and fit letterbox-top-left, "
                + "but was 8";
        assertEquals(expected, refusal("bright-rows", card -> ((ObjectNode) card.get("input")).put("layout", "NCHW")));
        assertEquals(expected,
                refusal("bright-rows", card -> ((ObjectNode) card.get("input")).put("fit", "letterbox-centre")));
    }

    @Test
    void shouldRefuseNormalisationOfBytes() {
        String message = refusal("means",
                card -> ((ObjectNode) card.get("input")).putArray("mean").add(1).add(2).add(3));
        assertEquals("a.json: input.mean and std must be 0 and 1 for type uint8, which takes pixels as they are, "
                + "but was [1,2,3]", message);
    }

    @Test
    void shouldRefuseStatisticsOfAnotherLength() {
        String message = refusal("lifter-outside",
                card -> ((ObjectNode) card.get("normalisation")).putArray("inputStd").add(1));
        assertEquals("a.json: normalisation.inputStd must be 34 numbers above 0.0, but was [1]", message);
    }

    @Test
    void shouldReadTheState() {
        ObjectNode card = TestNetworks.card("lifter-temporal");
        ((ObjectNode) card.get("state")).put("pastFrames", 26);
        ModelSpec spec = parse(card);
        assertEquals("state", spec.state().input().name());
        assertEquals("nextState", spec.state().output().name());
        assertArrayEquals(new long[] {-1, 3}, spec.state().input().shape());
        assertArrayEquals(new long[] {-1, 3}, spec.state().output().shape());
        assertEquals(3, spec.state().size());
        assertNull(parse(TestNetworks.card("lifter")).state());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "input  | joints2d | state.input must be another than input.name, but was \"joints2d\"",
        "output | sigma    | state.output must not be one of outputs, but was \"sigma\"",
        "output | ''       | state.output must be a text, but was \"\"",
        "size   | many     | state.size must be a whole number between 1 and 262144, but was \"many\"",
        "sise   | 3        | state.sise is no key of a card; did you mean 'size'?",
    })
    void shouldRefuseAWrongState(String key, String value, String expected) {
        assertEquals("a.json: " + expected,
                refusal("lifter-temporal", card -> ((ObjectNode) card.get("state")).put(key, value)));
    }

    @Test
    void shouldAskForAStateWhereTheDecoderNeedsOneAndOnlyThere() {
        assertEquals("a.json: state must be {input, output, size} for decoder lifter-temporal, but is missing",
                refusal("lifter-temporal", card -> card.remove("state")));
        assertEquals("a.json: state must be an object, but was 3",
                refusal("lifter-temporal", card -> card.put("state", 3)).replaceFirst("; .*", ""));
        assertEquals("a.json: state must be left out for decoder lifter-mlp, but was {\"input\":\"state\","
                        + "\"output\":\"nextState\",\"size\":3}",
                refusal("lifter-temporal", card -> card.put("decoder", "lifter-mlp")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''          | a.json must be a JSON object, but is MISSING",
        "[1]         | a.json must be a JSON object, but is ARRAY",
        "'{\"a\":1,\"a\":2}' | a.json is no JSON: Duplicate field 'a' in line 1",
    })
    void shouldRefuseWhatIsNoCard(String json, String expected) {
        assertEquals(expected, assertThrows(ModelException.class,
                () -> ModelCard.parse("a.json", json.getBytes(UTF_8), file -> ANYWHERE)).getMessage());
    }

    @Test
    void shouldRefuseACardUnderAnotherName(@TempDir Path folder) throws Exception {
        Path card = TestNetworks.copy("means", folder, c -> { });
        Path renamed = Files.move(card, folder.resolve("other.json"));
        assertEquals(renamed + ": name must be the card's file name without .json, but was 'means'",
                assertThrows(ModelException.class, () -> ModelCard.read(renamed)).getMessage());
    }
}
