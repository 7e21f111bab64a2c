package org.posestream.frame;

/**
 * Where the columns (or rows) of a network's input lie along one axis of the image, when columns map to columns: two
 * luma taps with a weight and one chroma sample for each, and the run of them that is inside the image.
 */
final class SampledAxis {

    /** Shrinking beyond this leaves pixels out between neighbouring taps, which aliases. */
    static final float WIDE_STEP = 2;

    /** First luma tap per input line. */
    final int[] near;
    /** Second luma tap per input line. */
    final int[] far;
    /** Part of the second tap in 256ths. */
    final int[] weight;
    /** Nearest chroma sample per input line. */
    final int[] chroma;
    /** First input line inside the image. */
    int begin;
    /** The one behind the last input line inside the image; equal to {@code begin} when there is none. */
    int end;

    SampledAxis(int lines) {
        near = new int[lines];
        far = new int[lines];
        weight = new int[lines];
        chroma = new int[lines];
    }

    /**
     * Sets line i at {@code step * i + origin} of the image.
     *
     * @param size length of the image along the axis, in luma samples
     * @param siting where the first chroma sample lies, in luma samples
     */
    void place(float step, float origin, int size, float siting) {
        begin = near.length;
        end = 0;
        for (int i = 0; i < near.length; i++) {
            float position = step * i + origin;
            if (position >= -0.5f && position < size - 0.5f) {
                begin = Math.min(begin, i);
                end = i + 1;
                setTaps(i, position, Math.abs(step), size);
                chroma[i] = chromaIndex(position, siting, size);
            }
        }
        begin = Math.min(begin, end);
    }

    private void setTaps(int i, float position, float step, int size) {
        float apart = step > WIDE_STEP ? step / 4 - 0.5f : 0;
        int a = Math.max(0, (int) Math.floor(position - apart));
        int b = Math.max(a, Math.min(size - 1, (int) Math.ceil(position + apart)));
        near[i] = a;
        far[i] = b;
        weight[i] = b > a ? weight((position - a) / (b - a)) : 0;
    }

    /** A weight of 0..1 in 256ths. */
    static int weight(float of) {
        return Math.max(0, Math.min(256, Math.round(of * 256)));
    }

    static int chromaIndex(float position, float siting, int size) {
        int nearest = (int) Math.floor((position - siting) / 2 + 0.5f);
        return Math.max(0, Math.min((size + 1) / 2 - 1, nearest));
    }

    int lowest() {
        return Math.min(near[begin], near[end - 1]);
    }

    int highest() {
        return Math.max(far[begin], far[end - 1]);
    }

    int lowestChroma() {
        return Math.min(chroma[begin], chroma[end - 1]);
    }

    int highestChroma() {
        return Math.max(chroma[begin], chroma[end - 1]);
    }
}
