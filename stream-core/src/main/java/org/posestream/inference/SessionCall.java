package org.posestream.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One call of a session on images first..first+count of the shared buffers, its tensors made once. */
final class SessionCall implements AutoCloseable {

    private final int first;
    private final List<OutputTensor> outputs;
    private final Map<String, OnnxTensor> inputTensors;
    private final Map<String, OnnxTensor> pinned = new LinkedHashMap<>();
    private final Set<String> unpinned = new TreeSet<>();

    SessionCall(ModelSpec spec, ByteBuffer input, List<OutputTensor> outputs, int first, int count)
            throws OrtException {
        this.first = first;
        this.outputs = outputs;
        TensorSpec tensor = spec.input().tensor();
        inputTensors = Map.of(tensor.name(), inputTensor(spec, input, first, count));
        for (OutputTensor output : outputs) {
            String name = output.spec().name();
            if (output.isPinned()) {
                pinned.put(name, OnnxTensor.createTensor(OnnxRuntime.environment(), output.slice(first, count),
                        output.spec().shapeOf(count)));
            } else {
                unpinned.add(name);
            }
        }
    }

    private static OnnxTensor inputTensor(ModelSpec spec, ByteBuffer input, int first, int count)
            throws OrtException {
        OrtEnvironment environment = OnnxRuntime.environment();
        TensorSpec tensor = spec.input().tensor();
        int bytesPerImage = tensor.valuesPerImage() * spec.input().type().bytes();
        ByteBuffer slice = input.slice(first * bytesPerImage, count * bytesPerImage).order(ByteOrder.nativeOrder());
        return switch (spec.input().type()) {
            case UINT8 -> OnnxTensor.createTensor(environment, slice, tensor.shapeOf(count), OnnxJavaType.UINT8);
            case FLOAT32 -> OnnxTensor.createTensor(environment, slice.asFloatBuffer(), tensor.shapeOf(count));
        };
    }

    void run(OrtSession session, OrtSession.RunOptions options) throws OrtException {
        try (OrtSession.Result result = session.run(inputTensors, unpinned, pinned, options)) {
            if (unpinned.isEmpty()) {
                return;
            }
            for (OutputTensor output : outputs) {
                if (!output.isPinned()) {
                    output.append((OnnxTensor) result.get(output.spec().name()).orElseThrow(), first);
                }
            }
        }
    }

    @Override
    public void close() {
        inputTensors.values().forEach(OnnxTensor::close);
        pinned.values().forEach(OnnxTensor::close);
    }
}
