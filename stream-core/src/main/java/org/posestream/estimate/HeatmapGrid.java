package org.posestream.estimate;

import org.posestream.inference.ModelException;
import org.posestream.inference.ModelSpec;

/**
 * The shape of heatmaps [N, K, h, w] over a network's input. Heatmap pixel i covers {@code stride} input pixels, so its
 * centre lies at {@code (i + 0.5) stride - 0.5}.
 *
 * @param joints K
 * @param width w
 * @param height h
 * @param inputWidth pixels
 * @param inputHeight pixels
 */
record HeatmapGrid(int joints, int width, int height, int inputWidth, int inputHeight) {

    HeatmapGrid {
        if (width < 3 || height < 3) {
            throw new IllegalArgumentException("heatmaps must be at least 3x3, but are " + width + "x" + height);
        }
    }

    /** The grid of a card's first output. */
    static HeatmapGrid of(ModelSpec spec) {
        long[] shape = spec.outputs().get(0).shape();
        if (shape.length != 4 || shape[1] != spec.topology().jointCount()) {
            throw new ModelException(spec.name() + ": " + spec.outputs().get(0) + " must be heatmaps [N, "
                    + spec.topology().jointCount() + ", height, width]; correct the card");
        }
        return new HeatmapGrid((int) shape[1], (int) shape[3], (int) shape[2], spec.image().width(),
                spec.image().height());
    }

    /** Pixels per joint. */
    int size() {
        return width * height;
    }

    float inputX(float x) {
        return (x + 0.5f) * inputWidth / width - 0.5f;
    }

    float inputY(float y) {
        return (y + 0.5f) * inputHeight / height - 0.5f;
    }

    JointWriter writer() {
        return new JointWriter(inputWidth, inputHeight);
    }
}
