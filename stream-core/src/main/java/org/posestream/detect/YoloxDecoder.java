package org.posestream.detect;

import java.nio.FloatBuffer;
import org.posestream.inference.ModelException;
import org.posestream.inference.ModelSpec;

/**
 * YOLOX (Ge et al. 2021, section 2): one output [N, A, 5 + classes], a row per cell of the grids of stride 8, 16 and
 * 32, each row-major. Centre = (value + cell) * stride, size = exp(value) * stride, score = objectness * class score;
 * class 0 is "person" in COCO.
 */
final class YoloxDecoder implements DetectionDecoder {

    private static final int[] STRIDES = {8, 16, 32};
    private static final int OBJECTNESS = 4;
    private static final int PERSON = 5;

    private final int width;
    private final int height;
    private final int values;
    private final float scoreThreshold;

    /**
     * @param width of the input, pixels
     * @param height of the input, pixels
     * @param values per row: 5 + classes
     * @param scoreThreshold least score of a person, 0..1
     */
    YoloxDecoder(int width, int height, int values, float scoreThreshold) {
        this.width = width;
        this.height = height;
        this.values = values;
        this.scoreThreshold = scoreThreshold;
    }

    static YoloxDecoder of(ModelSpec spec, float scoreThreshold) {
        int width = spec.image().width();
        int height = spec.image().height();
        long cells = 0;
        for (int stride : STRIDES) {
            cells += (long) (width / stride) * (height / stride);
        }
        spec.requireOutput(0, cells, -1);
        int values = Math.toIntExact(spec.outputs().get(0).shape()[2]);
        if (values <= PERSON) {
            throw new ModelException(spec.name() + " needs at least " + (PERSON + 1) + " values a box for decoder"
                    + " YOLOX, but has " + values + "; correct the card");
        }
        return new YoloxDecoder(width, height, values, scoreThreshold);
    }

    @Override
    public void decode(FloatBuffer[] outputs, int rows, int image, NonMaxSuppression candidates) {
        int row = image * rows;
        for (int stride : STRIDES) {
            int cells = (width / stride) * (height / stride);
            for (int cell = 0; cell < cells; cell++, row++) {
                int i = row * values;
                float score = outputs[0].get(i + OBJECTNESS) * outputs[0].get(i + PERSON);
                if (score >= scoreThreshold) {
                    add(outputs[0], i, stride, cell, candidates);
                }
            }
        }
    }

    private void add(FloatBuffer output, int i, int stride, int cell, NonMaxSuppression candidates) {
        int columns = width / stride;
        float x = (output.get(i) + cell % columns) * stride;
        float y = (output.get(i + 1) + cell / columns) * stride;
        float halfWidth = (float) Math.exp(output.get(i + 2)) * stride / 2;
        float halfHeight = (float) Math.exp(output.get(i + 3)) * stride / 2;
        float score = output.get(i + OBJECTNESS) * output.get(i + PERSON);
        candidates.add(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, score);
    }
}
