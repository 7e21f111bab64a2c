package org.posestream.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One input of a network with the native memory that its values are written to, all zero at first. */
final class InputTensor {

    private final TensorSpec spec;
    private final ImageInput.ElementType type;
    private final int bytesPerImage;
    private final ByteBuffer values;

    InputTensor(TensorSpec spec, ImageInput.ElementType type, int maxBatch) {
        this.spec = spec;
        this.type = type;
        bytesPerImage = Math.multiplyExact(spec.valuesPerImage(), type.bytes());
        values = ByteBuffer.allocateDirect(Math.multiplyExact(maxBatch, bytesPerImage)).order(ByteOrder.nativeOrder());
    }

    TensorSpec spec() {
        return spec;
    }

    ByteBuffer values() {
        return values;
    }

    /** The memory of images first..first+count as a tensor, which the caller closes. */
    OnnxTensor tensor(int first, int count) throws OrtException {
        OrtEnvironment environment = OnnxRuntime.environment();
        ByteBuffer slice =
                values.slice(first * bytesPerImage, count * bytesPerImage).order(ByteOrder.nativeOrder());
        return switch (type) {
            case UINT8 -> OnnxTensor.createTensor(environment, slice, spec.shapeOf(count), OnnxJavaType.UINT8);
            case FLOAT32 -> OnnxTensor.createTensor(environment, slice.asFloatBuffer(), spec.shapeOf(count));
        };
    }
}
