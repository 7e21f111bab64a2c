package org.posestream.inference;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.posestream.inference.ImageInput.ElementType;
import org.posestream.inference.ModelSpec.Task;
import org.posestream.pose.SkeletonTopology;

/**
 * Reads model cards: {@code NAME.json} beside {@code NAME.onnx}. All mistakes of a card are told in one line, each with
 * its key, the rule and the value.
 */
public final class ModelCard {

    static final String NAME_PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]*";

    /** A state is kept for every person in sight: this many values are a megabyte each. */
    private static final int MAX_STATE_SIZE = 1 << 18;

    /** Topology of a network that finds no joints, as cards may write it. */
    private static final String NO_JOINTS = "box";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final CardSection card;
    private final List<String> problems;
    private final Function<String, URL> locator;

    private ModelCard(CardSection card, List<String> problems, Function<String, URL> locator) {
        this.card = card;
        this.problems = problems;
        this.locator = locator;
    }

    /**
     * Reads a card; its network lies beside it and is not touched yet.
     *
     * @throws ModelException naming every mistake of the card
     */
    public static ModelSpec read(Path card) {
        try {
            ModelSpec spec = parse(card.toString(), Files.readAllBytes(card), file -> url(card.resolveSibling(file)));
            if (!card.endsWith(spec.name() + ".json")) {
                throw new ModelException(card + ": name must be the card's file name without .json, but was '"
                        + spec.name() + "'");
            }
            return spec;
        } catch (IOException e) {
            throw new ModelException(card + " cannot be read: " + e, e);
        }
    }

    static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(file + " has no URL", e);
        }
    }

    /**
     * Reads a card.
     *
     * @param label what to call it in messages
     * @param locator gives the place of the network's file from its name; null where there is none
     */
    static ModelSpec parse(String label, byte[] json, Function<String, URL> locator) {
        List<String> problems = new ArrayList<>();
        ModelSpec spec = new ModelCard(new CardSection(tree(label, json), "", problems), problems, locator).spec();
        if (!problems.isEmpty()) {
            throw new ModelException(label + ": " + String.join("; ", problems));
        }
        return spec;
    }

    private static JsonNode tree(String label, byte[] json) {
        try {
            JsonNode tree = JSON.readTree(json);
            if (!tree.isObject()) {
                throw new ModelException(label + " must be a JSON object, but is " + tree.getNodeType());
            }
            return tree;
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
            throw new ModelException(label + " is no JSON: " + e.getOriginalMessage().lines().findFirst().orElse("")
                    + place, e);
        } catch (IOException e) {
            throw new ModelException(label + " cannot be read: " + e.getMessage(), e);
        }
    }

    private ModelSpec spec() {
        String name = card.text("name", NAME_PATTERN, "must be letters, digits, '.', '_' or '-'");
        Task task = card.choice("task", Task.values(), CardSection::kebab);
        long batch = batch();
        ModelSpec.Input input = input(task, batch);
        List<TensorSpec> outputs = outputs(batch);
        ModelSpec.Head head = head(task, input, outputs);
        ModelSpec.State state = state(head.decoder(), input, outputs, batch);
        ModelSpec spec = new ModelSpec(name, task, file(), input, outputs, state, head, about());
        card.refuseUnknown();
        return spec;
    }

    /** -1 for any, 1, or 0 where the card is wrong and shapes cannot be compared with it. */
    private long batch() {
        return switch (card.text("batch", "dynamic|1", "must be \"dynamic\" or 1")) {
            case "dynamic" -> -1;
            case "1" -> 1;
            default -> 0;
        };
    }

    private ModelFile file() {
        String name = card.text("file", "[^/\\\\:]+\\.onnx", "must be the name of an .onnx file beside the card");
        String sha256 = card.text("sha256", "[0-9a-f]{64}", "must be 64 lower-case hexadecimal digits");
        long bytes = card.whole("bytes", 1, Integer.MAX_VALUE);
        URL location = locator.apply(name);
        if (location == null && problems.isEmpty()) {
            card.refuse("file", "must lie beside the card");
        }
        return new ModelFile(name, location, sha256, bytes);
    }

    private ModelSpec.Input input(Task task, long batch) {
        CardSection input = card.section("input");
        String name = input.text("name");
        ElementType type = input.choice("type", ElementType.values(), CardSection::kebab);
        ModelSpec.Input read;
        if (task == Task.LIFTER) {
            long[] shape = input.shape("shape");
            checkBatch(input, shape, batch);
            read = new ModelSpec.Input(new TensorSpec(name, shape), type, null);
        } else {
            ImageInput image = image(input, task, type);
            long[] shape = image.layout() == ImageInput.Layout.NHWC
                    ? new long[] {batch, image.hasFreeRows() ? -1 : image.height(), image.width(), 3}
                    : new long[] {batch, 3, image.height(), image.width()};
            read = new ModelSpec.Input(new TensorSpec(name, shape), type, image);
        }
        input.refuseUnknown();
        return read;
    }

    private static ImageInput image(CardSection input, Task task, ElementType type) {
        ImageInput.Fit fit = input.choice("fit", ImageInput.Fit.values(), CardSection::kebab);
        if (fit.isCrop() == (task == Task.DETECTOR)) {
            input.refuse("fit", "must be a letterbox for a detector and a crop for a pose network");
        }
        float[] mean = input.channels("mean", Float.NEGATIVE_INFINITY, 0);
        float[] std = input.channels("std", 0, 1);
        boolean asTheyAre = Arrays.equals(mean, new float[3]) && Arrays.equals(std, new float[] {1, 1, 1});
        if (type == ElementType.UINT8 && !asTheyAre) {
            input.refuse("mean", "and std must be 0 and 1 for type uint8, which takes pixels as they are");
        }
        int height = (int) input.whole("height", 1, 8192);
        ImageInput image = new ImageInput((int) input.whole("width", 1, 8192), height,
                input.choice("layout", ImageInput.Layout.values(), Enum::name), type,
                input.choice("colorOrder", ImageInput.ColorOrder.values(), Enum::name),
                mean, std, fit, (int) input.whole("padValue", 0, 255, 114),
                (float) input.number("cropPadding", 1, fit.isCrop() ? 1.25 : 1),
                (int) input.whole("rowStep", 1, 8192, height));
        checkRowStep(input, image);
        return image;
    }

    /** Only there do the first rows of the tensor hold the whole picture. */
    private static void checkRowStep(CardSection input, ImageInput image) {
        boolean prefixed = image.layout() == ImageInput.Layout.NHWC
                && image.fit() == ImageInput.Fit.LETTERBOX_TOP_LEFT;
        if (image.hasFreeRows() && !prefixed) {
            input.refuse("rowStep", "must be left out unless layout is NHWC and fit letterbox-top-left");
        }
        if (image.height() % image.rowStep() != 0) {
            input.refuse("rowStep", "must divide height " + image.height());
        }
    }

    private List<TensorSpec> outputs(long batch) {
        List<TensorSpec> outputs = new ArrayList<>();
        if (!(card.get("outputs") instanceof ArrayNode array) || array.isEmpty()) {
            card.refuse("outputs", "must be a list of at least one {name, shape}");
            return outputs;
        }
        for (int i = 0; i < array.size(); i++) {
            CardSection output = new CardSection(array.get(i), "outputs[" + i + "].", problems);
            long[] shape = output.shape("shape");
            checkBatch(output, shape, batch);
            outputs.add(new TensorSpec(output.text("name"), shape));
            output.refuseUnknown();
        }
        return outputs;
    }

    private static void checkBatch(CardSection section, long[] shape, long batch) {
        if (batch != 0 && shape[0] != batch) {
            section.refuse("shape", "must begin with the batch, " + batch);
        }
    }

    private ModelSpec.Head head(Task task, ModelSpec.Input input, List<TensorSpec> outputs) {
        Decoder decoder = card.choice("decoder", Decoder.values(), CardSection::kebab);
        if (decoder.task() != task) {
            card.refuse("decoder", "must be one for task " + CardSection.kebab(task));
        }
        SkeletonTopology topology = topology(task);
        return new ModelSpec.Head(decoder, options(decoder), topology, statistics(task, input, outputs),
                calibration(task, topology));
    }

    private ModelSpec.State state(Decoder decoder, ModelSpec.Input input, List<TensorSpec> outputs, long batch) {
        boolean wanted = decoder == Decoder.LIFTER_TEMPORAL;
        if (card.has("state") != wanted) {
            card.refuse("state", (wanted ? "must be {input, output, size}" : "must be left out") + " for decoder "
                    + decoder.cardName());
        }
        if (!card.has("state")) {
            return null;
        }
        CardSection section = card.section("state");
        long[] shape = {batch, section.whole("size", 1, MAX_STATE_SIZE)};
        ModelSpec.State state = new ModelSpec.State(new TensorSpec(section.text("input"), shape),
                new TensorSpec(section.text("output"), shape));
        if (state.input().name().equals(input.tensor().name())) {
            section.refuse("input", "must be another than input.name");
        }
        if (outputs.stream().anyMatch(output -> output.name().equals(state.output().name()))) {
            section.refuse("output", "must not be one of outputs");
        }
        section.has("pastFrames"); // For people only: how far back the state reaches.
        section.refuseUnknown();
        return state;
    }

    private Map<String, Double> options(Decoder decoder) {
        CardSection section = card.section("decoderOptions");
        Map<String, Double> options = new LinkedHashMap<>();
        for (String key : decoder.options()) {
            if (section.has(key)) {
                options.put(key, section.number(key, 0, 0));
            }
        }
        section.refuseUnknown();
        return options;
    }

    private SkeletonTopology topology(Task task) {
        String id = card.get("topology").asText(NO_JOINTS);
        if (id.equals(NO_JOINTS) && task == Task.DETECTOR) {
            return null;
        }
        try {
            return SkeletonTopology.byId(id);
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
            return null;
        }
    }

    /** Networks with the normalisation in the graph may state the numbers for the record; they are not read. */
    private ModelSpec.Statistics statistics(Task task, ModelSpec.Input input, List<TensorSpec> outputs) {
        CardSection section = card.section("normalisation");
        boolean insideGraph = section.get("insideGraph").asBoolean(task != Task.LIFTER);
        if (insideGraph || outputs.isEmpty() || !input.tensor().isFixedSize() || !outputs.get(0).isFixedSize()) {
            return null;
        }
        int inputs = input.tensor().valuesPerImage();
        int results = outputs.get(0).valuesPerImage();
        ModelSpec.Statistics statistics = new ModelSpec.Statistics(
                section.numbers("inputMean", inputs, Float.NEGATIVE_INFINITY),
                section.numbers("inputStd", inputs, 0),
                section.numbers("outputMean", results, Float.NEGATIVE_INFINITY),
                section.numbers("outputStd", results, 0));
        section.refuseUnknown();
        return statistics;
    }

    private ModelSpec.Calibration calibration(Task task, SkeletonTopology topology) {
        boolean findsJoints = task == Task.POSE2D || task == Task.POSE3D;
        if (!findsJoints || !card.has("confidenceCalibration") || topology == null) {
            return null;
        }
        CardSection section = card.section("confidenceCalibration");
        ModelSpec.Calibration calibration = new ModelSpec.Calibration(
                section.numbers("slope", topology.jointCount(), 0),
                section.numbers("offset", topology.jointCount(), Float.NEGATIVE_INFINITY));
        section.refuseUnknown();
        return calibration;
    }

    private ModelSpec.About about() {
        Map<String, String> measured = new LinkedHashMap<>();
        CardSection section = card.section("measured");
        for (String key : section.keys()) {
            JsonNode value = section.get(key);
            measured.put(key, value.isValueNode() ? value.asText() : value.toString());
        }
        // For people only: the terms of the data, and what to expect of the network.
        card.has("terms");
        card.has("expect");
        return new ModelSpec.About(card.text("licence"), card.text("provenance"),
                card.whole("parameters", 0, Long.MAX_VALUE, 0), card.number("gflop", 0, 0), measured);
    }
}
