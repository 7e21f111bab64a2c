package org.posestream.inference;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The tiny networks made by {@code models/training/test_networks.py}. */
public final class TestNetworks {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String FOLDER = "/org/posestream/networks/";

    private TestNetworks() {
    }

    /** A network as it is. */
    public static OnnxModel open(String name, int maxBatch) {
        return OnnxModel.open(spec(name), InferenceOptions.cpu(maxBatch));
    }

    static ModelSpec spec(String name) {
        try {
            return ModelCard.read(Path.of(TestNetworks.class.getResource(FOLDER + name + ".json").toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static ObjectNode card(String name) {
        try (InputStream stream = TestNetworks.class.getResourceAsStream(FOLDER + name + ".json")) {
            return (ObjectNode) JSON.readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] network(String name) {
        try (InputStream stream = TestNetworks.class.getResourceAsStream(FOLDER + name + ".onnx")) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a network with a changed card into a folder; returns the card. */
    static Path copy(String name, Path folder, Consumer<ObjectNode> change) {
        return write(card(name), network(name), folder, change);
    }

    /** Puts a file that is no network, with a card that describes its bytes truly, into a folder; returns the card. */
    static Path fake(String name, byte[] content, Path folder) {
        return write(card(name), content, folder, card -> card.put("bytes", content.length)
                .put("sha256", ModelFile.sha256Of(content)));
    }

    private static Path write(ObjectNode card, byte[] network, Path folder, Consumer<ObjectNode> change) {
        change.accept(card);
        try {
            Files.write(folder.resolve(card.get("file").asText()), network);
            return Files.writeString(folder.resolve(card.get("name").asText() + ".json"), card.toPrettyString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
