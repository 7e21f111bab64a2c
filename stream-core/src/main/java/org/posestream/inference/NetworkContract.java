package org.posestream.inference;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** Compares what a card promises with what the network has; a difference is refused with both sides named. */
final class NetworkContract {

    private final ModelSpec spec;

    NetworkContract(ModelSpec spec) {
        this.spec = spec;
    }

    /**
     * Proves the whole card against the session.
     *
     * @throws ModelException at the first name, type or shape that differs
     */
    void check(OrtSession session) throws OrtException {
        int inputs = spec.state() == null ? 1 : 2;
        if (session.getNumInputs() != inputs) {
            throw new ModelException(spec.file().name() + " has the inputs " + session.getInputNames()
                    + (inputs == 1 ? ", but must have one where the card names no state"
                    : ", but must have two where the card names a state") + "; correct the card or export it so");
        }
        checkInput(spec.input().tensor(), spec.input().type(), session);
        for (TensorSpec output : spec.outputs()) {
            checkOutputType(output, checkOutput(output, session));
        }
        if (spec.state() != null) {
            checkInput(spec.state().input(), ImageInput.ElementType.FLOAT32, session);
            checkStateType(spec.state().output(), checkOutput(spec.state().output(), session));
        }
    }

    private void checkInput(TensorSpec input, ImageInput.ElementType type, OrtSession session) throws OrtException {
        TensorInfo actual = find("input", input, session.getInputInfo());
        checkInputType(input, type, actual);
        // A free axis of the network takes the size of the card, but a free axis of the card must be free in both.
        checkShape("input", input, actual, false);
    }

    private TensorInfo checkOutput(TensorSpec output, OrtSession session) throws OrtException {
        TensorInfo actual = find("output", output, session.getOutputInfo());
        checkShape("output", output, actual, output.shape()[0] == 1);
        return actual;
    }

    private TensorInfo find(String kind, TensorSpec promised, Map<String, NodeInfo> infos) {
        NodeInfo info = infos.get(promised.name());
        if (info == null) {
            throw new ModelException(spec.file().name() + " has no " + kind + " '" + promised.name() + "', only "
                    + infos.keySet() + "; correct the name in the card");
        }
        return (TensorInfo) info.getInfo();
    }

    private void checkInputType(TensorSpec input, ImageInput.ElementType type, TensorInfo actual) {
        OnnxJavaType promised = switch (type) {
            case UINT8 -> OnnxJavaType.UINT8;
            case FLOAT32 -> OnnxJavaType.FLOAT;
        };
        if (actual.type != promised) {
            throw new ModelException(spec.file().name() + ": input '" + input.name() + "' is "
                    + type.name().toLowerCase(Locale.ROOT) + " in the card, but "
                    + actual.type.name().toLowerCase(Locale.ROOT) + " in the network; correct the card");
        }
    }

    private void checkOutputType(TensorSpec output, TensorInfo actual) {
        if (actual.type != OnnxJavaType.FLOAT && actual.type != OnnxJavaType.INT64) {
            throw new ModelException(spec.file().name() + ": output '" + output.name() + "' is of type "
                    + actual.type + ", but must be float32 or int64; export it so");
        }
    }

    private void checkStateType(TensorSpec output, TensorInfo actual) {
        if (actual.type != OnnxJavaType.FLOAT) {
            throw new ModelException(spec.file().name() + ": output '" + output.name() + "' is of type "
                    + actual.type + ", but a state must be float32; export it so");
        }
    }

    private void checkShape(String kind, TensorSpec promised, TensorInfo actual, boolean anyBatch) {
        long[] card = promised.shape();
        long[] network = actual.getShape();
        boolean same = card.length == network.length;
        for (int axis = anyBatch ? 1 : 0; same && axis < card.length; axis++) {
            same = network[axis] < 0 || network[axis] == card[axis];
        }
        if (!same) {
            throw new ModelException(spec.file().name() + ": " + kind + " " + promised
                    + " in the card, but " + Arrays.toString(network)
                    + " in the network; correct the card or take the network that it describes");
        }
    }
}
