package org.posestream.estimate;

import java.nio.FloatBuffer;

/** MoveNet: per joint y, x and score; y and x in 0..1 of the input, edge to edge. */
final class MoveNetDecoder implements KeypointDecoder {

    private final int width;
    private final int height;
    private final int joints;
    private final JointWriter writer;

    MoveNetDecoder(int width, int height, int joints) {
        this.width = width;
        this.height = height;
        this.joints = joints;
        writer = new JointWriter(width, height);
    }

    @Override
    public void decode(FloatBuffer[] outputs, int person, float[] target, int offset) {
        for (int k = 0; k < joints; k++) {
            int i = (person * joints + k) * 3;
            float x = outputs[0].get(i + 1) * width - 0.5f;
            float y = outputs[0].get(i) * height - 0.5f;
            writer.write(target, offset + 3 * k, x, y, outputs[0].get(i + 2));
        }
    }
}
