package org.posestream.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.posestream.inference.ModelEntry.Origin;

/**
 * Finds networks by name: in the folder of {@code --models}, then in that of {@code POSESTREAM_MODELS}, then in
 * {@code models} of the {@link UserCache}, then among the embedded ones. The first that has the name gives the model.
 */
public final class ModelStore {

    private final List<ModelFolder> folders;

    private ModelStore(List<ModelFolder> folders) {
        this.folders = List.copyOf(folders);
    }

    /**
     * The store of this user.
     *
     * @param option the folder of {@code --models}; null where it is not given
     * @throws ModelException if a folder that somebody named is not there
     */
    public static ModelStore open(Path option) {
        return open(option, System.getenv("POSESTREAM_MODELS"), UserCache.directory().resolve("models"));
    }

    static ModelStore open(Path option, String environment, Path cache) {
        List<ModelFolder> folders = new ArrayList<>();
        if (option != null) {
            folders.add(named(Origin.OPTION, "--models", option));
        }
        if (environment != null && !environment.isBlank()) {
            folders.add(named(Origin.ENVIRONMENT, "POSESTREAM_MODELS", Path.of(environment)));
        }
        if (Files.isDirectory(cache)) {
            folders.add(new ModelFolder(Origin.CACHE, cache));
        }
        return new ModelStore(folders);
    }

    private static ModelFolder named(Origin origin, String key, Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ModelException(key + " must be a folder with networks, but " + folder
                    + (Files.exists(folder) ? " is a file" : " does not exist"));
        }
        return new ModelFolder(origin, folder);
    }

    /** Every model that {@link #find} can give, in the order of the places; also those with a broken card. */
    public List<ModelEntry> list() {
        Map<String, ModelEntry> entries = new LinkedHashMap<>();
        for (ModelFolder folder : folders) {
            folder.entries().forEach(entry -> entries.putIfAbsent(entry.name(), entry));
        }
        EmbeddedModels.entries().forEach(entry -> entries.putIfAbsent(entry.name(), entry));
        return List.copyOf(entries.values());
    }

    /**
     * Where a model comes from and what its card says.
     *
     * @throws ModelException if no place has the name
     */
    public ModelEntry show(String name) {
        if (!name.matches(ModelCard.NAME_PATTERN)) {
            throw new ModelException(unknown(name));
        }
        for (ModelFolder folder : folders) {
            Optional<ModelEntry> entry = folder.find(name);
            if (entry.isPresent()) {
                return entry.get();
            }
        }
        return EmbeddedModels.entries().stream().filter(entry -> entry.name().equals(name)).findFirst()
                .orElseThrow(() -> new ModelException(unknown(name)));
    }

    /**
     * What a model's card says.
     *
     * @throws ModelException if no place has the name or its card cannot be used
     */
    public ModelSpec find(String name) {
        return show(name).require();
    }

    /**
     * What the card beside a network's file says; well-known networks need none.
     *
     * @throws ModelException if there is no such file or its card cannot be used
     */
    public static ModelSpec ofFile(Path network) {
        if (!Files.isRegularFile(network)) {
            throw new ModelException("there is no file '" + network + "'; give a network NAME.onnx with its card"
                    + " NAME.json beside it");
        }
        try {
            return new ModelFolder(Origin.OPTION, network.toAbsolutePath().getParent()).entry(network).require();
        } catch (IOException e) {
            throw new ModelException("'" + network + "' cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Proves a model: its bytes are those of the card, ONNX Runtime opens it, names, types and shapes are those of the
     * card, and it runs with one image and with two.
     *
     * @throws ModelException with the first thing that is not so
     */
    public ModelSpec verify(String name) {
        ModelSpec spec = find(name);
        try (OnnxModel model = OnnxModel.open(spec, InferenceOptions.cpu(2))) {
            model.warmUp();
        }
        return spec;
    }

    private String unknown(String name) {
        List<String> names = list().stream().map(ModelEntry::name).toList();
        String places = folders.stream().map(folder -> folder.path() + " or ").collect(Collectors.joining());
        return "there is no model '" + name + "' in " + places + "PoseStream itself, only " + names
                + Suggestion.forWord(name, names);
    }
}
