package org.posestream.detect;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.ImageSampler;
import org.posestream.frame.ImageTransform;
import org.posestream.frame.PersonBuffer;
import org.posestream.inference.Decoder;
import org.posestream.inference.ImageInput;
import org.posestream.inference.ModelSpec;
import org.posestream.inference.OnnxModel;

/**
 * Finds people with a network that takes the whole image, letterboxed; its head is a {@link DetectionDecoder}. Owns the
 * model.
 *
 * <p>{@link #prepare} may run on several camera threads at once: each has a sampler of its own. {@link #detect} belongs
 * to one thread.
 */
public final class OnnxPersonDetector implements PersonDetector {

    private final OnnxModel model;
    private final ImageInput input;
    private final DetectionDecoder decoder;
    private final ThreadLocal<ImageSampler> samplers;
    private final NonMaxSuppression candidates;
    private final FloatBuffer[] outputs;

    /** @param model a detector; closed with this object */
    public OnnxPersonDetector(OnnxModel model) {
        this.model = requireNonNull(model, "model is null");
        input = model.spec().image();
        decoder = DetectionDecoder.of(model.spec());
        samplers = ThreadLocal.withInitial(() -> new ImageSampler(input));
        candidates = new NonMaxSuppression(iouThreshold(model.spec()));
        outputs = new FloatBuffer[model.spec().outputs().size()];
    }

    private static float iouThreshold(ModelSpec spec) {
        boolean suppressedInside = spec.decoder() == Decoder.RTMDET;
        return suppressedInside ? 1 : (float) spec.option("iouThreshold", 0.5);
    }

    @Override
    public int inputBytes() {
        return input.bytes();
    }

    @Override
    public int maxBatch() {
        return model.gainsFromBatches() ? model.maxBatch() : 1;
    }

    @Override
    public void prepare(FrameBuffer frame) {
        samplers.get().sample(frame, letterbox(frame), frame.detectorInput(), 0);
    }

    private ImageTransform letterbox(FrameBuffer frame) {
        return ImageTransform.letterbox(frame.width(), frame.height(), input);
    }

    @Override
    public void detect(FrameSlot[] slots, int count) {
        int rows = neededRows(slots, count);
        int bytes = input.bytes(rows);
        for (int i = 0; i < count; i++) {
            model.input().put(i * bytes, slots[i].buffer().detectorInput(), 0, bytes);
        }
        model.run(count, rows);
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = model.output(i);
        }
        int boxes = (int) model.outputShape(0)[1];
        for (int i = 0; i < count; i++) {
            candidates.clear();
            decoder.decode(outputs, boxes, i, candidates);
            fill(slots[i].people(), slots[i].buffer());
        }
    }

    /**
     * Below a wide frame the input is padding, which need not be computed: at 16:9 nearly half of it. A GPU takes the
     * whole input: it would gain little, and TensorRT builds an engine for each size.
     */
    private int neededRows(FrameSlot[] slots, int count) {
        if (model.gainsFromBatches()) {
            return input.height();
        }
        int rows = input.rowStep();
        for (int i = 0; i < count; i++) {
            rows = Math.max(rows, input.rowsOf(slots[i].buffer().width(), slots[i].buffer().height()));
        }
        return rows;
    }

    private void fill(PersonBuffer people, FrameBuffer frame) {
        people.clear();
        ImageTransform map = letterbox(frame);
        int found = candidates.suppress();
        for (int rank = 0; rank < found; rank++) {
            float left = edgeX(map, candidates.left(rank), frame.width());
            float right = edgeX(map, candidates.right(rank), frame.width());
            float top = edgeY(map, candidates.top(rank), frame.height());
            float bottom = edgeY(map, candidates.bottom(rank), frame.height());
            if (right > left && bottom > top) {
                people.add(left, top, right - left, bottom - top, candidates.score(rank));
            }
        }
    }

    /** Edges of boxes lie half a pixel before pixel centres, in the input as in the image. */
    private static float edgeX(ImageTransform map, float edge, int width) {
        return Math.max(0, Math.min(width, map.imageX(edge - 0.5f, 0) + 0.5f));
    }

    private static float edgeY(ImageTransform map, float edge, int height) {
        return Math.max(0, Math.min(height, map.imageY(0, edge - 0.5f) + 0.5f));
    }

    @Override
    public void close() {
        model.close();
    }
}
