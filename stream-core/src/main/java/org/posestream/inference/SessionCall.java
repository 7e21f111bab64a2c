package org.posestream.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One call of a session on images first..first+count of the shared buffers, its tensors made once. */
final class SessionCall implements AutoCloseable {

    private final int first;
    private final List<OutputTensor> outputs;
    private final Map<String, OnnxTensor> inputTensors = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> pinned = new LinkedHashMap<>();
    private final Set<String> unpinned = new TreeSet<>();

    SessionCall(List<InputTensor> inputs, List<OutputTensor> outputs, int first, int count) throws OrtException {
        this.first = first;
        this.outputs = outputs;
        for (InputTensor input : inputs) {
            inputTensors.put(input.spec().name(), input.tensor(first, count));
        }
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
