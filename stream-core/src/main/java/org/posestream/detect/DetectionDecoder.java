package org.posestream.detect;

import java.nio.FloatBuffer;
import org.posestream.inference.ModelException;
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

    /**
     * The decoder that the card names; the only place where one is registered.
     *
     * @throws ModelException if the network is no detector
     */
    static DetectionDecoder of(ModelSpec spec) {
        return switch (spec.decoder()) {
            case YOLOX -> YoloxDecoder.of(spec, scoreThreshold(spec));
            case RTMDET -> {
                spec.requireOutput(0, -1, 5);
                spec.requireOutput(1, -1);
                yield new RtmDetDecoder(scoreThreshold(spec));
            }
            case BOXES -> {
                spec.requireOutput(0, -1, 4);
                spec.requireOutput(1, -1);
                yield new BoxesDecoder(scoreThreshold(spec));
            }
            default -> throw new ModelException(spec.name() + " is no detector: its decoder is " + spec.decoder()
                    + ", not YOLOX, RTMDET or BOXES; name a detector");
        };
    }

    /**
     * The least score of a person, 0..1, where the card says none 0.4: there the public detectors find nearly all of
     * the people that can be posed, and few things that are none.
     */
    static float scoreThreshold(ModelSpec spec) {
        return (float) spec.option("scoreThreshold", 0.4);
    }
}
