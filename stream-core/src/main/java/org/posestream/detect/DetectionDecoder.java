package org.posestream.detect;

import java.nio.FloatBuffer;
import org.posestream.inference.ModelSpec;

/** Reads the people out of a detector's outputs. One thread; allocates nothing. */
public interface DetectionDecoder {

    /**
     * Adds one image's candidates, in input pixels; pixel i spans i..i + 1.
     *
     * @param outputs the network's outputs, row-major, batch first
     * @param rows boxes per image, the second axis of each output
     * @param image index within the batch
     * @param candidates receives those above the score threshold
     */
    void decode(FloatBuffer[] outputs, int rows, int image, NonMaxSuppression candidates);

    /** The decoder that the card names; the only place where one is registered. */
    static DetectionDecoder of(ModelSpec spec) {
        float threshold = (float) spec.option("scoreThreshold", 0.4);
        return switch (spec.decoder()) {
            case YOLOX -> new YoloxDecoder(spec.image().width(), spec.image().height(),
                    Math.toIntExact(spec.outputs().get(0).shape()[2]), threshold);
            case RTMDET -> new RtmDetDecoder(threshold);
            case BOXES -> new BoxesDecoder(threshold);
            default -> throw new IllegalArgumentException(
                    spec.name() + " has decoder " + spec.decoder() + "; a detector needs YOLOX, RTMDET or BOXES");
        };
    }
}
