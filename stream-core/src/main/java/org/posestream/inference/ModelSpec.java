package org.posestream.inference;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posestream.pose.SkeletonTopology;

/**
 * A network as data: all that a model card says; read by {@link ModelCard}.
 *
 * @param name the name by which it is asked for
 * @param task what it does
 * @param file its bytes
 * @param input what it takes
 * @param outputs what it gives and is asked for, in the order of {@link OnnxModel#output(int)}; the graph may have more
 * @param state what it remembers from call to call; null where it remembers nothing
 * @param head how the outputs are read
 * @param about where it comes from
 */
public record ModelSpec(String name, Task task, ModelFile file, Input input, List<TensorSpec> outputs, State state,
        Head head, About about) {

    /** What a network does. */
    public enum Task { DETECTOR, POSE2D, POSE3D, LIFTER }

    /**
     * What a network takes.
     *
     * @param tensor name and shape; its batch is -1 where any goes, else 1
     * @param type type of an element
     * @param image how a picture becomes the tensor; null where the input is no picture
     */
    public record Input(TensorSpec tensor, ImageInput.ElementType type, ImageInput image) {

        /** Whether the network takes the first rows of a picture alone. */
        boolean hasFreeRows() {
            return image != null && image.hasFreeRows();
        }

        /** Steps of rows in the whole input; 1 where it is taken whole only. */
        int steps() {
            return hasFreeRows() ? image.height() / image.rowStep() : 1;
        }

        /** The tensor with all rows. */
        TensorSpec whole() {
            long[] shape = tensor.shape().clone();
            if (hasFreeRows()) {
                shape[1] = image.height();
            }
            return new TensorSpec(tensor.name(), shape);
        }
    }

    /**
     * What a network remembers, as one more input and output, float32 [N, S]: the caller keeps what comes out and gives
     * it in again with the next frame of the same person. Zeros mean that nothing is remembered.
     *
     * @param input name and shape of what goes in
     * @param output name and shape of what comes out
     */
    public record State(TensorSpec input, TensorSpec output) {
        /** S: values of one person. */
        public int size() {
            return input.valuesPerImage();
        }
    }

    /**
     * How the outputs are read.
     *
     * @param decoder kind of head
     * @param options the decoder's numbers
     * @param topology order of the joints; null where there are none (detectors)
     * @param statistics what to normalise with outside the graph; null where the graph does it
     * @param calibration what makes the 2D joints' confidences probabilities; null where they are told as decoded
     */
    public record Head(Decoder decoder, Map<String, Double> options, SkeletonTopology topology,
            Statistics statistics, Calibration calibration) {
        public Head {
            options = Map.copyOf(options);
        }
    }

    /**
     * Means and standard deviations of a network's values: value fed = (value - mean) / std, result = output * std
     * + mean.
     *
     * @param inputMean one value per input value of one sample
     * @param inputStd likewise, above 0
     * @param outputMean one value per value of the first output of one sample
     * @param outputStd likewise, above 0
     */
    public record Statistics(float[] inputMean, float[] inputStd, float[] outputMean, float[] outputStd) {
    }

    /**
     * Confidence told = sigmoid(slope * logit(confidence decoded) + offset) (Platt scaling).
     *
     * @param slopes one per joint, above 0
     * @param offsets one per joint
     */
    public record Calibration(float[] slopes, float[] offsets) {
    }

    /**
     * Where a network comes from; for people, never for decisions.
     *
     * @param licence SPDX identifier
     * @param provenance data, recipe, command and terms
     * @param parameters count of weights; 0 where not stated
     * @param gflop 1e9 operations of one image, a multiplication and an addition counted as two; 0 where not stated
     * @param measured figures with their test set, as text
     */
    public record About(String licence, String provenance, long parameters, double gflop,
            Map<String, String> measured) {
        public About {
            measured = Map.copyOf(measured);
        }
    }

    public ModelSpec {
        requireNonNull(name, "name is null");
        requireNonNull(task, "task is null");
        requireNonNull(file, "file is null");
        requireNonNull(input, "input is null");
        requireNonNull(head, "head is null");
        requireNonNull(about, "about is null");
        outputs = List.copyOf(outputs);
    }

    /** How a picture becomes the input. */
    public ImageInput image() {
        if (input.image() == null) {
            throw new ModelException(name + " takes no picture but " + input.tensor());
        }
        return input.image();
    }

    /** Whether any batch goes in one call of the network. */
    public boolean isBatchDynamic() {
        return input.tensor().shape()[0] < 0;
    }

    public Decoder decoder() {
        return head.decoder();
    }

    /** A number of the decoder, or what it is where the card does not say. */
    public double option(String key, double otherwise) {
        if (!decoder().options().contains(key)) {
            throw new IllegalArgumentException(decoder() + " has no option '" + key + "'");
        }
        return head.options().getOrDefault(key, otherwise);
    }

    /** The same with another number of the decoder. */
    public ModelSpec withOption(String key, double value) {
        Map<String, Double> options = new HashMap<>(head.options());
        options.put(key, value);
        return new ModelSpec(name, task, file, input, outputs, state,
                new Head(head.decoder(), options, head.topology(), head.statistics(), head.calibration()), about);
    }

    /**
     * Proves that the card has an output that the decoder can read.
     *
     * @param index position of the output
     * @param sizes of its axes behind the batch; -1 where any goes
     * @throws ModelException if it is missing or has other axes
     */
    public void requireOutput(int index, long... sizes) {
        long[] shape = index < outputs.size() ? outputs.get(index).shape() : new long[0];
        boolean fits = shape.length == sizes.length + 1;
        for (int axis = 0; fits && axis < sizes.length; axis++) {
            fits = sizes[axis] < 0 || shape[axis + 1] == sizes[axis];
        }
        if (!fits) {
            throw new ModelException(name + " needs an output number " + (index + 1) + " with the axes "
                    + Arrays.toString(sizes) + " behind the batch for decoder " + decoder() + ", but has " + outputs
                    + "; correct the card");
        }
    }

    /** Order of the joints. */
    public SkeletonTopology topology() {
        return Optional.ofNullable(head.topology()).orElseThrow(() ->
                new ModelException(name + " has no joints; its card names no topology"));
    }
}
