package org.posestream.inference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What lies inside PoseStream: our own networks, and the cards of well-known networks of others. */
final class EmbeddedModels {

    private static final String NETWORKS = "/org/posestream/models/";
    private static final List<String> NETWORK_NAMES =
            List.of("posestream-detector", "posestream-pose", "posestream-pose-light", "posestream-lifter",
                    "posestream-lifter-temporal");

    private static final String KNOWN_CARDS = "/org/posestream/inference/known/";
    private static final List<String> KNOWN_NAMES =
            List.of("yolox-nano-416", "rtmdet-nano-person", "movenet-lightning", "blazepose-landmark-lite");

    private EmbeddedModels() {
    }

    /** The networks of the {@code models} jar; none where it is left out. */
    static List<ModelEntry> entries() {
        return NETWORK_NAMES.stream().filter(name -> resource(NETWORKS + name + ".json") != null)
                .map(EmbeddedModels::entry).toList();
    }

    private static ModelEntry entry(String name) {
        String card = NETWORKS + name + ".json";
        String location = resource(card).toString();
        try {
            ModelSpec spec = ModelCard.parse(card, read(card), file -> resource(NETWORKS + file));
            return new ModelEntry(name, ModelEntry.Origin.EMBEDDED, location, spec, null);
        } catch (ModelException e) {
            return new ModelEntry(name, ModelEntry.Origin.EMBEDDED, location, null, e.getMessage());
        }
    }

    /** The card of a well-known network by its name, for a file that lies anywhere. */
    static Optional<ModelSpec> known(String name, Path network) {
        return KNOWN_NAMES.contains(name) ? Optional.of(knownCard(name, ModelCard.url(network))) : Optional.empty();
    }

    /** The card of a well-known network by its content, for a file that was renamed; hashed only if the size fits. */
    static Optional<ModelSpec> known(Path network) throws IOException {
        long bytes = Files.size(network);
        for (String name : KNOWN_NAMES) {
            ModelFile file = knownCard(name, ModelCard.url(network)).file();
            if (file.bytes() == bytes && ModelFile.sha256Of(Files.readAllBytes(network)).equals(file.sha256())) {
                return known(name, network);
            }
        }
        return Optional.empty();
    }

    private static ModelSpec knownCard(String name, URL network) {
        String card = KNOWN_CARDS + name + ".json";
        return ModelCard.parse(card, read(card), file -> network);
    }

    private static URL resource(String path) {
        return EmbeddedModels.class.getResource(path);
    }

    private static byte[] read(String path) {
        try (InputStream stream = EmbeddedModels.class.getResourceAsStream(path)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded " + path + " cannot be read", e);
        }
    }
}
