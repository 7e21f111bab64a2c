package org.posestream.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.inference.ModelEntry.Origin;

class ModelStoreTest {

    @TempDir
    private Path root;
    private Path option;
    private Path environment;
    private Path cache;

    @BeforeEach
    void makeFolders() throws IOException {
        option = Files.createDirectory(root.resolve("option"));
        environment = Files.createDirectory(root.resolve("environment"));
        cache = Files.createDirectory(root.resolve("cache"));
    }

    private ModelStore store() {
        return ModelStore.open(option, environment.toString(), cache);
    }

    private static String refusal(Runnable action) {
        String message = assertThrows(ModelException.class, action::run).getMessage();
        assertFalse(message.contains("\n"), message);
        return message;
    }

    @Test
    void shouldLookInTheOptionThenTheEnvironmentThenTheCache() throws IOException {
        TestNetworks.copy("means", cache, card -> { });
        assertEquals(Origin.CACHE, store().show("means").origin());
        TestNetworks.copy("means", environment, card -> { });
        assertEquals(Origin.ENVIRONMENT, store().show("means").origin());
        TestNetworks.copy("means", option, card -> { });
        assertEquals(Origin.OPTION, store().show("means").origin());
        assertEquals(ModelCard.url(option.resolve("means.onnx")), store().find("means").file().location());
    }

    @Test
    void shouldListEachNameOnceWhereItIsTakenFrom() {
        TestNetworks.copy("means", option, card -> { });
        TestNetworks.copy("means", cache, card -> { });
        TestNetworks.copy("doubled", cache, card -> { });
        List<ModelEntry> entries = store().list().stream().filter(e -> e.origin() != Origin.EMBEDDED).toList();
        assertEquals(List.of("means", "doubled"), entries.stream().map(ModelEntry::name).toList());
        assertEquals(List.of(Origin.OPTION, Origin.CACHE), entries.stream().map(ModelEntry::origin).toList());
    }

    @Test
    void shouldListABrokenCardWithItsProblemAndUseItNot() throws IOException {
        Path card = TestNetworks.copy("means", option, c -> c.put("batch", 3));
        TestNetworks.copy("doubled", option, c -> { });
        ModelEntry entry = store().list().get(1);
        assertEquals("means", entry.name());
        assertTrue(entry.problem().startsWith(card + ": batch must be"), entry.problem());
        assertEquals(entry.problem(), refusal(() -> store().find("means")));
    }

    @Test
    void shouldNameThePlacesAndTheNearestNameForAnUnknownModel() {
        TestNetworks.copy("means", option, card -> { });
        String message = refusal(() -> store().find("mean"));
        assertTrue(message.startsWith("there is no model 'mean' in " + option + " or " + environment + " or "
                + cache + " or PoseStream itself, only [means"), message);
        assertTrue(message.endsWith("did you mean 'means'?"), message);
    }

    @Test
    void shouldNotLeaveItsFolders() {
        TestNetworks.copy("means", root, card -> { });
        assertTrue(refusal(() -> store().find("../means")).startsWith("there is no model '../means'"));
    }

    @Test
    void shouldRefuseANamedFolderThatIsNone() throws IOException {
        Path missing = root.resolve("missing");
        assertEquals("--models must be a folder with networks, but " + missing + " does not exist",
                refusal(() -> ModelStore.open(missing, null, cache)));
        Path file = Files.createFile(root.resolve("file"));
        assertEquals("POSESTREAM_MODELS must be a folder with networks, but " + file + " is a file",
                refusal(() -> ModelStore.open(null, file.toString(), cache)));
    }

    @Test
    void shouldDoWithoutACache() {
        assertTrue(ModelStore.open(null, "", root.resolve("missing")).list().stream()
                .allMatch(entry -> entry.origin() == Origin.EMBEDDED));
    }

    @Test
    void shouldVerifyASoundModel() {
        TestNetworks.copy("means", option, card -> { });
        assertEquals("means", store().verify("means").name());
    }

    @Test
    void shouldRefuseAMissingNetwork() throws IOException {
        TestNetworks.copy("means", option, card -> { });
        Files.delete(option.resolve("means.onnx"));
        assertTrue(refusal(() -> store().verify("means")).startsWith("means.onnx is missing; put it beside its card"));
    }

    @Test
    void shouldRefuseATruncatedNetwork() throws IOException {
        TestNetworks.copy("means", option, card -> { });
        byte[] network = TestNetworks.network("means");
        Files.write(option.resolve("means.onnx"), Arrays.copyOf(network, 100));
        String message = refusal(() -> store().verify("means"));
        assertTrue(message.startsWith("means.onnx has 100 bytes, but its card says " + network.length), message);
    }

    @Test
    void shouldRefuseANetworkOfAnotherContent() throws IOException {
        TestNetworks.copy("means", option, card -> { });
        byte[] network = TestNetworks.network("means");
        network[network.length - 1] ^= 1;
        Files.write(option.resolve("means.onnx"), network);
        String message = refusal(() -> store().verify("means"));
        assertTrue(message.startsWith("means.onnx has sha256 " + ModelFile.sha256Of(network) + ", but its card says "
                + TestNetworks.card("means").get("sha256").asText() + "; fetch the file again"), message);
    }

    @Test
    void shouldRefuseATextThatIsCalledANetwork() {
        TestNetworks.fake("means", "This is no network.\n".getBytes(), option);
        String message = refusal(() -> store().verify("means"));
        assertTrue(message.startsWith("means.onnx is no network that ONNX Runtime can open: "), message);
    }

    @Test
    void shouldTellThatAnUnknownNetworkNeedsACard() throws IOException {
        Files.write(option.resolve("mine.onnx"), TestNetworks.network("means"));
        assertEquals(option.resolve("mine.onnx") + " has no card mine.json beside it and is no well-known network; "
                + "write one", refusal(() -> store().find("mine")));
    }

    @Test
    void shouldKnowAWellKnownNetworkWithoutACardAndNoticeThatItIsTruncated() throws IOException {
        Files.write(option.resolve("movenet-lightning.onnx"), new byte[1000]);
        assertEquals(Decoder.MOVENET, store().find("movenet-lightning").decoder());
        String message = refusal(() -> store().verify("movenet-lightning"));
        assertTrue(message.startsWith("movenet-lightning.onnx has 1000 bytes, but its card says 9332076"), message);
    }

    @Test
    void shouldVerifyEveryEmbeddedModel() {
        ModelStore store = ModelStore.open(null, null, root.resolve("missing"));
        store.list().forEach(entry -> assertEquals(entry.name(), store.verify(entry.name()).name()));
    }
}
