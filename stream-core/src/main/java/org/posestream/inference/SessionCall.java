package org.posestream.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One call of a session on a share of the shared buffers, its tensors made once. */
final class SessionCall implements AutoCloseable {

    private final Share share;
    private final List<OutputTensor> outputs;
    private final Map<String, OnnxTensor> inputTensors = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> pinned = new LinkedHashMap<>();
    private final Set<String> unpinned = new TreeSet<>();
    private final List<SizedByRows> sizedByRows = new ArrayList<>();
    private boolean isSized;

    /** Images first..first+count, of each that many steps of rows. */
    record Share(int first, int count, int steps) {
    }

    /** An output whose size follows from the rows, with memory of this call alone. */
    private record SizedByRows(OutputTensor output, FloatBuffer values, long[] shape) {
    }

    SessionCall(List<InputTensor> inputs, List<OutputTensor> outputs, Share share) throws OrtException {
        this.share = share;
        this.outputs = outputs;
        for (InputTensor input : inputs) {
            inputTensors.put(input.spec().name(), input.tensor(share));
        }
        for (OutputTensor output : outputs) {
            if (output.isPinned()) {
                pin(output, output.slice(share.first, share.count), output.spec().shapeOf(share.count));
            } else {
                unpinned.add(output.spec().name());
            }
        }
        isSized = outputs.stream().noneMatch(OutputTensor::isSizedByRows);
    }

    private void pin(OutputTensor output, FloatBuffer values, long[] shape) throws OrtException {
        pinned.put(output.spec().name(), OnnxTensor.createTensor(OnnxRuntime.environment(), values, shape));
    }

    void run(OrtSession session, OrtSession.RunOptions options) throws OrtException {
        if (!isSized) {
            size(session, options);
        }
        try (OrtSession.Result result = session.run(inputTensors, unpinned, pinned, options)) {
            for (int i = 0; i < sizedByRows.size(); i++) {
                SizedByRows sized = sizedByRows.get(i);
                sized.output.show(sized.values, sized.shape);
            }
            if (!unpinned.isEmpty()) {
                append(result);
            }
        }
    }

    /** A first run tells how large the outputs are for these rows; from then on they are written in place. */
    private void size(OrtSession session, OrtSession.RunOptions options) throws OrtException {
        try (OrtSession.Result result = session.run(inputTensors, unpinned, pinned, options)) {
            for (OutputTensor output : outputs) {
                if (output.isSizedByRows()) {
                    TensorInfo info = tensor(result, output).getInfo();
                    FloatBuffer values = OutputTensor.allocate(Math.toIntExact(info.getNumElements()));
                    pin(output, values, info.getShape());
                    sizedByRows.add(new SizedByRows(output, values, info.getShape()));
                    unpinned.remove(output.spec().name());
                }
            }
        }
        isSized = true;
    }

    private void append(OrtSession.Result result) throws OrtException {
        for (OutputTensor output : outputs) {
            if (unpinned.contains(output.spec().name())) {
                output.append(tensor(result, output), share.first);
            }
        }
    }

    private static OnnxTensor tensor(OrtSession.Result result, OutputTensor output) {
        return (OnnxTensor) result.get(output.spec().name()).orElseThrow();
    }

    @Override
    public void close() {
        inputTensors.values().forEach(OnnxTensor::close);
        pinned.values().forEach(OnnxTensor::close);
    }
}
