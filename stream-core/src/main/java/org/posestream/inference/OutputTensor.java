package org.posestream.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/**
 * One output of a network with the memory that its values are read from. A pinned one is written by ONNX Runtime in
 * place; so is one whose size follows from the rows, in memory that belongs to the call. One of unknown size or of
 * whole numbers is copied after each run.
 */
final class OutputTensor {

    private final TensorSpec spec;
    private final boolean pinned;
    private final boolean sizedByRows;
    private final long[] shape;
    private FloatBuffer values;

    OutputTensor(TensorSpec spec, OnnxJavaType type, int maxBatch, boolean freeRows) {
        this.spec = spec;
        shape = spec.shapeOf(0);
        pinned = type == OnnxJavaType.FLOAT && spec.isFixedSize();
        sizedByRows = type == OnnxJavaType.FLOAT && freeRows && !pinned;
        values = pinned ? allocate(maxBatch * spec.valuesPerImage()) : FloatBuffer.allocate(0);
    }

    static FloatBuffer allocate(int count) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES)).order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    TensorSpec spec() {
        return spec;
    }

    boolean isPinned() {
        return pinned;
    }

    boolean isSizedByRows() {
        return sizedByRows;
    }

    /** The memory of images first..first+count; only of a pinned output. */
    FloatBuffer slice(int first, int count) {
        int perImage = spec.valuesPerImage();
        return values.slice(first * perImage, count * perImage);
    }

    /** Notes how many images the last run wrote. */
    void setBatchSize(int batchSize) {
        shape[0] = batchSize;
    }

    /** Values are now read from memory that a call has written. */
    void show(FloatBuffer written, long[] writtenShape) {
        values = written;
        System.arraycopy(writtenShape, 0, shape, 0, shape.length);
    }

    /** Takes over what a run returned, behind the images that are there already. */
    void append(OnnxTensor result, int first) {
        TensorInfo info = result.getInfo();
        long[] actual = info.getShape();
        int count = Math.toIntExact(info.getNumElements());
        int offset = first * (int) (actual[0] == 0 ? 0 : count / actual[0]);
        reserve(offset + count);
        if (info.type == OnnxJavaType.INT64) {
            LongBuffer from = result.getLongBuffer();
            for (int i = 0; i < count; i++) {
                values.put(offset + i, from.get(i));
            }
        } else {
            values.put(offset, result.getFloatBuffer(), 0, count);
        }
        System.arraycopy(actual, 1, shape, 1, shape.length - 1);
    }

    private void reserve(int count) {
        if (values.capacity() < count) {
            FloatBuffer larger = FloatBuffer.allocate(Math.max(count, 2 * values.capacity()));
            values = larger.put(0, values, 0, values.capacity());
        }
    }

    FloatBuffer values() {
        return values;
    }

    long[] shape() {
        return shape;
    }
}
