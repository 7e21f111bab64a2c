package org.posestream.detect;

import java.nio.FloatBuffer;

/** PoseStream's own head, decoded inside the graph: boxes [N, A, 4] = x1, y1, x2, y2 and scores [N, A] in 0..1. */
final class BoxesDecoder implements DetectionDecoder {

    private final float scoreThreshold;

    BoxesDecoder(float scoreThreshold) {
        this.scoreThreshold = scoreThreshold;
    }

    @Override
    public void decode(FloatBuffer[] outputs, int rows, int image, NonMaxSuppression candidates) {
        FloatBuffer boxes = outputs[0];
        for (int row = image * rows; row < (image + 1) * rows; row++) {
            float score = outputs[1].get(row);
            if (score >= scoreThreshold) {
                int i = row * 4;
                candidates.add(boxes.get(i), boxes.get(i + 1), boxes.get(i + 2), boxes.get(i + 3), score);
            }
        }
    }
}
