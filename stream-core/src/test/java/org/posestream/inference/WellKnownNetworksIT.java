package org.posestream.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posestream.SharedMaterial;

/** The real networks of others, by their names alone: the folder has no cards. */
class WellKnownNetworksIT {

    private static ModelStore store() {
        return ModelStore.open(SharedMaterial.file("models"), null, Path.of("no-cache"));
    }

    private static OnnxModel open(String name) {
        OnnxModel model = OnnxModel.open(store().find(name), InferenceOptions.cpu(2));
        for (int i = 0; i < model.input().capacity(); i += Float.BYTES) {
            model.input().putFloat(i, 0.5f);
        }
        model.warmUp();
        return model;
    }

    private static void assertFinite(OnnxModel model, int output) {
        for (int i = 0; i < model.output(output).capacity(); i++) {
            assertTrue(Float.isFinite(model.output(output).get(i)), "value " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yolox-nano-416", "rtmdet-nano-person", "movenet-lightning", "blazepose-landmark-lite"})
    void shouldVerify(String name) {
        assertEquals(name, store().verify(name).name());
    }

    @Test
    void shouldListAllFour() {
        List<String> names = store().list().stream().filter(e -> e.origin() == ModelEntry.Origin.OPTION)
                .map(ModelEntry::name).toList();
        assertEquals(List.of("blazepose-landmark-lite", "movenet-lightning", "rtmdet-nano-person", "yolox-nano-416"),
                names);
    }

    @Test
    void shouldGiveTheSameForEachImageOfABatch() {
        try (OnnxModel yolox = open("yolox-nano-416")) {
            assertArrayEquals(new long[] {2, 3549, 85}, yolox.outputShape(0));
            assertFinite(yolox, 0);
            for (int i = 0; i < 3549 * 85; i++) {
                assertEquals(yolox.output(0).get(i), yolox.output(0).get(3549 * 85 + i));
            }
        }
    }

    @Test
    void shouldGiveMoveNetsJoints() {
        try (OnnxModel movenet = open("movenet-lightning")) {
            assertArrayEquals(new long[] {2, 1, 17, 3}, movenet.outputShape(0));
            assertFinite(movenet, 0);
        }
    }

    @Test
    void shouldGiveBlazePosesThreeOutputs() {
        try (OnnxModel blazepose = open("blazepose-landmark-lite")) {
            assertArrayEquals(new long[] {2, 195}, blazepose.outputShape(0));
            assertArrayEquals(new long[] {2, 1}, blazepose.outputShape(1));
            assertArrayEquals(new long[] {2, 117}, blazepose.outputShape(2));
            assertFinite(blazepose, 2);
        }
    }

    @Test
    void shouldGiveRtmdetsDetectionsOfAnyNumber() {
        try (OnnxModel rtmdet = open("rtmdet-nano-person")) {
            assertEquals(1, rtmdet.maxBatch());
            assertEquals(1, rtmdet.outputShape(0)[0]);
            assertEquals(5, rtmdet.outputShape(0)[2]);
            assertEquals(rtmdet.outputShape(0)[1], rtmdet.outputShape(1)[1]);
        }
    }

    @Test
    void shouldKnowARenamedNetworkByItsContent(@TempDir Path folder) throws IOException {
        Files.copy(SharedMaterial.file("models/yolox-nano-416.onnx"), folder.resolve("renamed.onnx"));
        ModelSpec spec = ModelStore.open(folder, null, folder).find("yolox-nano-416");
        assertEquals(Decoder.YOLOX, spec.decoder());
        assertEquals(ModelCard.url(folder.resolve("renamed.onnx")), spec.file().location());
    }
}
