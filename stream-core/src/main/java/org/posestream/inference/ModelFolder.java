package org.posestream.inference;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A folder with networks: {@code NAME.onnx} with its card {@code NAME.json} beside it; well-known networks need no
 * card.
 *
 * @param origin kind of place
 * @param path the folder
 */
record ModelFolder(ModelEntry.Origin origin, Path path) {

    /** All networks of the folder, by name. */
    List<ModelEntry> entries() {
        Map<String, ModelEntry> entries = new TreeMap<>();
        try (DirectoryStream<Path> networks = Files.newDirectoryStream(path, "*.onnx")) {
            for (Path network : networks) {
                ModelEntry entry = entry(network);
                entries.put(entry.name(), entry);
            }
        } catch (IOException e) {
            throw new ModelException("the folder " + path + " cannot be read: " + e.getMessage(), e);
        }
        return new ArrayList<>(entries.values());
    }

    /** The network with this name; a card whose network is missing counts, so that this is what gets told. */
    Optional<ModelEntry> find(String name) {
        Path card = path.resolve(name + ".json");
        if (Files.isRegularFile(card)) {
            return Optional.of(fromCard(name, card));
        }
        return entries().stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    /** The network in this file of the folder. */
    ModelEntry entry(Path network) throws IOException {
        String name = network.getFileName().toString().replaceFirst("\\.onnx$", "");
        Path card = network.resolveSibling(name + ".json");
        if (Files.isRegularFile(card)) {
            return fromCard(name, card);
        }
        Optional<ModelSpec> known = EmbeddedModels.known(name, network);
        if (known.isEmpty()) {
            known = EmbeddedModels.known(network);
        }
        return known.map(spec -> new ModelEntry(spec.name(), origin, network.toString(), spec, null))
                .orElseGet(() -> new ModelEntry(name, origin, network.toString(), null, network + " has no card "
                        + card.getFileName() + " beside it and is no well-known network; write one"));
    }

    private ModelEntry fromCard(String name, Path card) {
        try {
            return new ModelEntry(name, origin, card.toString(), ModelCard.read(card), null);
        } catch (ModelException e) {
            return new ModelEntry(name, origin, card.toString(), null, e.getMessage());
        }
    }
}
