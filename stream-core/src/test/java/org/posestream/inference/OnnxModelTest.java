package org.posestream.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxModelTest {

    private static final int BYTES_PER_MEANS_IMAGE = 2 * 3 * 3;

    private static float[] values(OnnxModel model, int output, int count) {
        float[] values = new float[count];
        model.output(output).get(0, values);
        return values;
    }

    private static void putFloats(OnnxModel model, float... values) {
        for (int i = 0; i < values.length; i++) {
            model.input().putFloat(i * Float.BYTES, values[i]);
        }
    }

    @Test
    void shouldRunEveryBatchSizeOnTheSharedBuffers() {
        try (OnnxModel model = TestNetworks.open("means", 3)) {
            assertEquals(3, model.maxBatch());
            for (int image = 0; image < 3; image++) {
                fill(model.input(), image, 10 * (image + 1));
            }
            for (int batch = 3; batch >= 1; batch--) {
                model.output(0).put(0, new float[9]);
                model.run(batch);
                float[] expected = new float[9];
                for (int i = 0; i < 3 * batch; i++) {
                    expected[i] = 10 * (i / 3 + 1) + i % 3 * 50;
                }
                assertArrayEquals(expected, values(model, 0, 9), 1e-4f);
                assertArrayEquals(new long[] {batch, 3}, model.outputShape(0));
                assertArrayEquals(new long[] {batch, 1}, model.outputShape(1));
                assertEquals(3 * 10 * batch + 150, model.output(1).get(batch - 1), 1e-3f);
            }
        }
    }

    /** Channels b, b + 50, b + 100 everywhere; above 127 this proves that bytes are unsigned. */
    private static void fill(ByteBuffer input, int image, int base) {
        for (int i = 0; i < BYTES_PER_MEANS_IMAGE; i++) {
            input.put(image * BYTES_PER_MEANS_IMAGE + i, (byte) (base + i % 3 * 50));
        }
    }

    @Test
    void shouldNotMindWhereTheBuffersPositionIs() {
        try (OnnxModel model = TestNetworks.open("means", 1)) {
            fill(model.input(), 0, 20);
            model.input().position(7);
            model.output(0).position(2);
            model.run(1);
            assertArrayEquals(new float[] {20, 70, 120}, values(model, 0, 3), 1e-4f);
        }
    }

    @Test
    void shouldRunANetworkOfBatchOneOncePerImage() {
        try (OnnxModel model = TestNetworks.open("doubled", 2)) {
            assertEquals(2, model.maxBatch());
            putFloats(model, 0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15);
            model.run(2);
            float[] expected = {1, 3, 5, 7, 9, 11, 21, 23, 25, 27, 29, 31};
            assertArrayEquals(expected, values(model, 0, 12));
            assertArrayEquals(expected, values(model, 1, 12));
            assertArrayEquals(new long[] {2, 6}, model.outputShape(0));
            assertArrayEquals(new long[] {2, 6}, model.outputShape(1));
        }
    }

    @Test
    void shouldGiveOutputsOfUnknownSize() {
        try (OnnxModel model = TestNetworks.open("positives", 2)) {
            putFloats(model, 0, 1, 0, 3, 0, 5);
            model.run(1);
            assertArrayEquals(new long[] {1, 3, 1}, model.outputShape(0));
            assertArrayEquals(new float[] {1, 3, 5}, values(model, 0, 3));
            assertArrayEquals(new float[] {1, 3, 5}, values(model, 1, 3));
            putFloats(model, 1, 1, 1, 1, 0, 0, 2, 2, 2, 2, 0, 0);
            model.run(2);
            assertArrayEquals(new long[] {2, 4, 1}, model.outputShape(0));
            assertArrayEquals(new float[] {1, 1, 1, 1, 2, 2, 2, 2}, values(model, 0, 8));
            putFloats(model, 0, 0, 0, 0, 0, 0);
            model.run(1);
            assertArrayEquals(new long[] {1, 0, 1}, model.outputShape(0));
        }
    }

    /** nextState = state / 2 + joint 13; joints3d = joints2d + nextState. */
    @Test
    void shouldTakeAndGiveStates() {
        try (OnnxModel model = TestNetworks.open("lifter-temporal", 2)) {
            assertStates(model);
        }
    }

    @Test
    void shouldTakeAndGiveStatesOneByOneToo(@TempDir Path folder) {
        Path card = TestNetworks.copy("lifter-temporal", folder, changed -> {
            changed.put("batch", 1);
            ((ObjectNode) changed.get("input")).putArray("shape").add(1).add(17).add(3);
            ((ObjectNode) changed.at("/outputs/0")).putArray("shape").add(1).add(17).add(3);
            ((ObjectNode) changed.at("/outputs/1")).putArray("shape").add(1).add(17);
        });
        try (OnnxModel model = OnnxModel.open(ModelCard.read(card), InferenceOptions.cpu(2))) {
            assertStates(model);
        }
    }

    private static void assertStates(OnnxModel model) {
        int wrist = 13 * 3;
        int wristOfSecond = 51 + wrist;
        model.input().putFloat(wrist * Float.BYTES, 1);
        model.input().putFloat(wristOfSecond * Float.BYTES, 2);
        model.run(2);
        assertArrayEquals(new float[] {1, 0, 0, 2, 0, 0}, nextStates(model), "zero at first");
        model.state().put(0, new float[] {10, 20, 30, 40, 50, 60});
        model.run(2);
        assertArrayEquals(new float[] {6, 10, 15, 22, 25, 30}, nextStates(model));
        assertEquals(7, model.output(0).get(wrist));
        assertEquals(24, model.output(0).get(wristOfSecond));
        assertEquals(2, model.spec().outputs().size());
        model.run(1);
        assertArrayEquals(new float[] {6, 10, 15, 22, 25, 30}, nextStates(model), "the first goes in again");
    }

    private static float[] nextStates(OnnxModel model) {
        float[] states = new float[6];
        model.nextState().get(0, states);
        return states;
    }

    @Test
    void shouldHaveNoStateWhereTheCardNamesNone() {
        try (OnnxModel model = TestNetworks.open("lifter", 1)) {
            assertEquals("lifter remembers nothing; its card names no state",
                    assertThrows(ModelException.class, model::state).getMessage());
            assertThrows(ModelException.class, model::nextState);
        }
    }

    @Test
    void shouldComputeTheFirstRowsAlone() {
        try (OnnxModel model = TestNetworks.open("bright-rows", 2)) {
            for (int again = 0; again < 2; again++) {
                int bytesPerImage = model.spec().image().bytes(8);
                fillRow(model, 3, 51);
                model.input().put(bytesPerImage + 7 * 96 + 5, (byte) 255);
                model.run(2, 8);
                assertArrayEquals(new long[] {2, 8, 4}, model.outputShape(0));
                assertArrayEquals(new long[] {2, 8}, model.outputShape(1));
                assertArrayEquals(new float[] {0, 0, 0, 0.2f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1},
                        values(model, 1, 16), 1e-6f);
                assertArrayEquals(new float[] {0, 7, 32, 8, 0, 0, 32, 1}, part(model.output(0), 28, 8), 1e-6f);

                fillRow(model, 31, 102);
                model.run(1);
                assertArrayEquals(new long[] {1, 32, 4}, model.outputShape(0));
                assertEquals(0.2f, model.output(1).get(3), 1e-6f);
                assertEquals(0.4f, model.output(1).get(31), 1e-6f);
                assertArrayEquals(new float[] {0, 31, 32, 32}, part(model.output(0), 124, 4), 1e-6f);
            }
        }
    }

    private static void fillRow(OnnxModel model, int row, int value) {
        for (int i = row * 96; i < (row + 1) * 96; i++) {
            model.input().put(i, (byte) value);
        }
    }

    private static float[] part(FloatBuffer values, int from, int count) {
        float[] part = new float[count];
        values.get(from, part);
        return part;
    }

    @Test
    void shouldRefuseRowsThatAreNoStep() {
        try (OnnxModel model = TestNetworks.open("bright-rows", 1); OnnxModel whole = TestNetworks.open("means", 1)) {
            for (int rows : new int[] {0, 12, 40}) {
                assertEquals("rows must be a multiple of 8 up to 32, but was " + rows,
                        assertThrows(IllegalArgumentException.class, () -> model.run(1, rows)).getMessage());
            }
            assertEquals("rows must be a multiple of 2 up to 2, but was 1",
                    assertThrows(IllegalArgumentException.class, () -> whole.run(1, 1)).getMessage());
        }
    }

    @Test
    void shouldRefuseACardWithFreeRowsOfANetworkWithout(@TempDir Path folder) {
        assertEquals("means.onnx: input 'image' [-1, -1, 3, 3] in the card, but [-1, 2, 3, 3] in the network; correct "
                        + "the card or take the network that it describes",
                refusal("means", folder, card -> ((ObjectNode) card.get("input")).put("rowStep", 1)));
    }

    @Test
    void shouldAllocateNextToNothingPerRun() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (OnnxModel model = TestNetworks.open("means", 2)) {
            model.warmUp();
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 100; i++) {
                model.run(1 + i % 2);
            }
            long bytesPerRun = (threads.getCurrentThreadAllocatedBytes() - before) / 100;
            assertTrue(bytesPerRun <= 4096, bytesPerRun + " bytes a run");
        }
    }

    @Test
    void shouldAllocateNextToNothingPerRunOfAnyRows() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (OnnxModel model = TestNetworks.open("bright-rows", 1)) {
            model.warmUp();
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 100; i++) {
                model.run(1, 8 * (1 + i % 4));
            }
            long bytesPerRun = (threads.getCurrentThreadAllocatedBytes() - before) / 100;
            assertTrue(bytesPerRun <= 4096, bytesPerRun + " bytes a run");
        }
    }

    @Test
    void shouldRefuseABatchThatIsTooLarge() {
        try (OnnxModel model = TestNetworks.open("means", 2)) {
            assertEquals("batchSize must be between 1 and 2, but was 3",
                    assertThrows(IllegalArgumentException.class, () -> model.run(3)).getMessage());
            assertThrows(IllegalArgumentException.class, () -> model.run(0));
        }
    }

    @Test
    void shouldCloseOnceAndRefuseToRunThen() {
        OnnxModel model = TestNetworks.open("means", 1);
        model.warmUp();
        model.close();
        model.close();
        assertEquals("means is closed", assertThrows(IllegalStateException.class, () -> model.run(1)).getMessage());
    }

    @ParameterizedTest
    @EnumSource(ExecutionProvider.class)
    void shouldFallBackToTheCpuAndSayWhatComputes(ExecutionProvider wanted, @TempDir Path engines) {
        assumeFalse(OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA), "skipped: a build for the GPU");
        InferenceOptions options = new InferenceOptions(wanted, 2, 1, engines);
        try (OnnxModel model = OnnxModel.open(TestNetworks.spec("means"), options)) {
            fill(model.input(), 0, 20);
            model.run(1);
            assertEquals(70, model.output(0).get(1), 1e-4f);
            assertEquals(ExecutionProvider.CPU, model.provider());
            assertFalse(model.gainsFromBatches());
        }
    }

    @Test
    void shouldTellWhyAProviderCannotBeHad() {
        assertEquals("libcublas.so.12: cannot open shared object file", ProviderFallback.cause("Error code - ORT_FAIL "
                + "- message: bridge.cc:1988 : Failed to load x.so with error: libcublas.so.12: cannot open "
                + "shared object file"));
        assertEquals("no device", ProviderFallback.cause("Error code - ORT_FAIL - message: no device"));
    }

    private static String refusal(String network, Path folder, Consumer<ObjectNode> change) {
        ModelSpec spec = ModelCard.read(TestNetworks.copy(network, folder, change));
        return assertThrows(ModelException.class, () -> OnnxModel.open(spec, InferenceOptions.cpu(1))).getMessage();
    }

    @Test
    void shouldRefuseACardOfAnotherInput(@TempDir Path folder) {
        assertEquals("means.onnx: input 'image' [-1, 2, 4, 3] in the card, but [-1, 2, 3, 3] in the network; correct "
                        + "the card or take the network that it describes",
                refusal("means", folder, card -> ((ObjectNode) card.get("input")).put("width", 4)));
        assertEquals("means.onnx has no input 'images', only [image]; correct the name in the card",
                refusal("means", folder, card -> ((ObjectNode) card.get("input")).put("name", "images")));
        assertEquals("means.onnx: input 'image' is float32 in the card, but uint8 in the network; correct the card",
                refusal("means", folder, card -> ((ObjectNode) card.get("input")).put("type", "float32")));
    }

    @Test
    void shouldRefuseACardOfAnotherOutput(@TempDir Path folder) {
        assertEquals("means.onnx: output 'means' [-1, 4] in the card, but [-1, 3] in the network; correct the card or "
                        + "take the network that it describes",
                refusal("means", folder,
                        card -> ((ObjectNode) card.at("/outputs/0")).putArray("shape").add(-1).add(4)));
        assertEquals("means.onnx has no output 'total', only [means, sum]; correct the name in the card",
                refusal("means", folder, card -> ((ObjectNode) card.at("/outputs/1")).put("name", "total")));
    }

    @Test
    void shouldRefuseACardOfAnotherState(@TempDir Path folder) {
        assertEquals("lifter-temporal.onnx: input 'state' [-1, 4] in the card, but [-1, 3] in the network; correct the "
                        + "card or take the network that it describes",
                refusal("lifter-temporal", folder, card -> ((ObjectNode) card.get("state")).put("size", 4)));
        assertEquals("lifter-temporal.onnx has no input 'memory', only [joints2d, state]; correct the name in the card",
                refusal("lifter-temporal", folder, card -> ((ObjectNode) card.get("state")).put("input", "memory")));
        assertEquals("lifter-temporal.onnx has no output 'next', only [joints3d, sigma, nextState]; correct the name "
                        + "in the card",
                refusal("lifter-temporal", folder, card -> ((ObjectNode) card.get("state")).put("output", "next")));
        assertEquals("lifter-temporal.onnx has the inputs [joints2d, state], but must have one where the card names no "
                        + "state; correct the card or export it so",
                refusal("lifter-temporal", folder, card -> card.put("decoder", "lifter-mlp").remove("state")));
        assertEquals("lifter.onnx has the inputs [joints2d], but must have two where the card names a state; correct "
                        + "the card or export it so",
                refusal("lifter", folder, card -> card.put("decoder", "lifter-temporal").putObject("state")
                        .put("input", "state").put("output", "nextState").put("size", 3)));
    }

    @Test
    void shouldRefuseACardThatPromisesAnyBatchOfANetworkThatTakesOne(@TempDir Path folder) {
        String message = refusal("doubled", folder, card -> {
            card.put("batch", "dynamic");
            card.putArray("outputs").addObject().put("name", "doubled").putArray("shape").add(-1).add(6);
        });
        assertTrue(message.startsWith("doubled.onnx: input 'image' [-1, 3, 1, 2] in the card, but [1, 3, 1, 2] in the "
                + "network"), message);
    }
}
