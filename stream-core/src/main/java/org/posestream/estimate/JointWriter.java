package org.posestream.estimate;

/** Writes joints in input pixels; what is not a number becomes the input's centre with confidence 0. */
record JointWriter(int width, int height) {

    void write(float[] joints, int at, float x, float y, float confidence) {
        boolean known = Float.isFinite(x + y) && confidence > 0;
        joints[at] = known ? x : (width - 1) / 2f;
        joints[at + 1] = known ? y : (height - 1) / 2f;
        joints[at + 2] = known ? Math.min(1, confidence) : 0;
    }
}
