package org.posestream.detect;

import java.nio.FloatBuffer;

/**
 * RTMDet as exported with suppression inside the graph: boxes [N, n, 5] = x1, y1, x2, y2, score and labels [N, n];
 * label 0 is "person". Images with fewer boxes are filled up with score 0 or label -1.
 */
final class RtmDetDecoder implements DetectionDecoder {

    private static final int VALUES = 5;

    private final float scoreThreshold;

    RtmDetDecoder(float scoreThreshold) {
        this.scoreThreshold = scoreThreshold;
    }

    @Override
    public void decode(FloatBuffer[] outputs, int rows, int image, NonMaxSuppression candidates) {
        FloatBuffer boxes = outputs[0];
        FloatBuffer labels = outputs[1];
        for (int row = image * rows; row < (image + 1) * rows; row++) {
            int i = row * VALUES;
            float score = boxes.get(i + 4);
            if (score >= scoreThreshold && labels.get(row) == 0) {
                candidates.add(boxes.get(i), boxes.get(i + 1), boxes.get(i + 2), boxes.get(i + 3), score);
            }
        }
    }
}
