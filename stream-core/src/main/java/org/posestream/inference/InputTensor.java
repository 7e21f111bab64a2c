package org.posestream.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One input of a network with the native memory that its values are written to, all zero at first. Of a picture the
 * first rows can be taken alone, in steps; anything else is one step.
 */
final class InputTensor {

    private final TensorSpec spec;
    private final ImageInput.ElementType type;
    private final int steps;
    private final int bytesPerStep;
    private final ByteBuffer values;

    /**
     * @param spec with all rows
     * @param steps how many steps all rows are
     */
    InputTensor(TensorSpec spec, ImageInput.ElementType type, int steps, int maxBatch) {
        this.spec = spec;
        this.type = type;
        this.steps = steps;
        int bytesPerImage = Math.multiplyExact(spec.valuesPerImage(), type.bytes());
        bytesPerStep = bytesPerImage / steps;
        values = ByteBuffer.allocateDirect(Math.multiplyExact(maxBatch, bytesPerImage)).order(ByteOrder.nativeOrder());
    }

    TensorSpec spec() {
        return spec;
    }

    ByteBuffer values() {
        return values;
    }

    /** The memory of some images as a tensor, which the caller closes. */
    OnnxTensor tensor(SessionCall.Share share) throws OrtException {
        OrtEnvironment environment = OnnxRuntime.environment();
        int bytes = share.steps() * bytesPerStep;
        ByteBuffer slice = values.slice(share.first() * bytes, share.count() * bytes).order(ByteOrder.nativeOrder());
        long[] shape = spec.shapeOf(share.count());
        shape[1] = shape[1] * share.steps() / steps;
        return switch (type) {
            case UINT8 -> OnnxTensor.createTensor(environment, slice, shape, OnnxJavaType.UINT8);
            case FLOAT32 -> OnnxTensor.createTensor(environment, slice.asFloatBuffer(), shape);
        };
    }
}
