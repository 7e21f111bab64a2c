package org.posestream.estimate;

import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.posestream.inference.ModelException;
import org.posestream.inference.ModelSpec;
import org.posestream.pose.SkeletonTopology;

/** Reads one person's joints out of a pose network's outputs. One thread; allocates nothing. */
public interface KeypointDecoder {

    /**
     * Writes K joints as x, y (input pixels, integers at pixel centres) and confidence 0..1. A joint that the output
     * says nothing of (no peak, not a number) is put in the input's centre with confidence 0.
     *
     * @param outputs the network's outputs, row-major, batch first
     * @param person index within the batch
     * @param joints receives K x (x, y, confidence)
     * @param offset first value to write
     */
    void decode(FloatBuffer[] outputs, int person, float[] joints, int offset);

    /** Order of the 3D joints, where the network gives them too. */
    default Optional<SkeletonTopology> topology3d() {
        return Optional.empty();
    }

    /**
     * Writes the K joints of {@link #topology3d()} as x, y, z (metres, root-relative, axes of the crop) and confidence
     * 0..1; the parameters are those of {@link #decode}.
     */
    default void decode3d(FloatBuffer[] outputs, int person, float[] joints, int offset) {
        // A network without 3D joints has none to write.
    }

    /** Index of the output [N, 1] that says how sure it is, 0..1, that somebody is there; empty where none does. */
    default OptionalInt presenceOutput(ModelSpec spec) {
        return IntStream.range(0, spec.outputs().size())
                .filter(i -> spec.outputs().get(i).name().equals("presence")).findFirst();
    }

    /**
     * The decoder that the card names; the only place where one is registered.
     *
     * @throws ModelException if the network finds no joints in pictures, or its card does not fit its decoder
     */
    static KeypointDecoder of(ModelSpec spec) {
        try {
            KeypointDecoder decoder = unchecked(spec);
            ModelSpec.Calibration calibration = spec.head().calibration();
            return calibration == null ? decoder : new CalibratedDecoder(decoder, calibration);
        } catch (IllegalArgumentException e) {
            throw new ModelException(spec.name() + ": " + e.getMessage() + "; correct the card", e);
        }
    }

    private static KeypointDecoder unchecked(ModelSpec spec) {
        return switch (spec.decoder()) {
            case HEATMAP_ARGMAX -> heatmap(spec, HeatmapDecoder.Refinement.ARGMAX, 0);
            case HEATMAP_QUARTER -> heatmap(spec, HeatmapDecoder.Refinement.QUARTER_OFFSET, 0);
            case HEATMAP_DARK -> heatmap(spec, HeatmapDecoder.Refinement.DARK, (float) spec.option("sigma", 0));
            case SOFT_ARGMAX -> new SoftArgmaxDecoder(HeatmapGrid.of(spec), (float) spec.option("beta", 1));
            case SIMCC -> SimCcDecoder.of(spec);
            case MOVENET -> {
                spec.requireOutput(0, 1, spec.topology().jointCount(), 3);
                yield new MoveNetDecoder(spec.image().width(), spec.image().height(), spec.topology().jointCount());
            }
            case BLAZEPOSE -> BlazePoseDecoder.of(spec);
            default -> throw new ModelException(spec.name() + " finds no joints in pictures: its decoder is "
                    + spec.decoder() + "; name a 2D network");
        };
    }

    private static KeypointDecoder heatmap(ModelSpec spec, HeatmapDecoder.Refinement refinement, float blurSigma) {
        return new HeatmapDecoder(HeatmapGrid.of(spec), refinement, blurSigma);
    }
}
