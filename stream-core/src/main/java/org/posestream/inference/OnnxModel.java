package org.posestream.inference;

import static java.util.Objects.requireNonNull;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A network ready to run: write {@link #input()}, call {@link #run}, read {@link #output}. Inputs and outputs live in
 * native memory that is used again for every run; this object owns it and is used by one thread at a time.
 *
 * <p>A network with a memory takes {@link #state()} too and gives {@link #nextState()}; whose state it is, and for how
 * long, is the caller's to know.
 *
 * <p>A network with dynamic batch takes N images in one call of ONNX Runtime; one with batch 1 is called N times, each
 * time on its own share of the same memory, so that callers see no difference.
 */
public final class OnnxModel implements AutoCloseable {

    private final ModelSpec spec;
    private final ExecutionProvider provider;
    private final OrtSession session;
    private final OrtSession.RunOptions runOptions;
    private final int maxBatch;
    /** The card's input and, behind it, the state. */
    private final List<InputTensor> inputs = new ArrayList<>();
    /** The card's outputs and, behind them, the next state. */
    private final List<OutputTensor> outputs = new ArrayList<>();
    private final FloatBuffer state;
    /** By steps of rows - 1; then, with dynamic batch, by batch size - 1, else by image. Made when first needed. */
    private final SessionCall[][] calls;
    private volatile long runNanos;
    private boolean closed;

    private OnnxModel(ModelSpec spec, SessionFactory.Opened opened, int wantedBatch) throws OrtException {
        this.spec = spec;
        provider = opened.provider();
        session = opened.session();
        new NetworkContract(spec).check(session);
        maxBatch = mayBatch(spec) ? wantedBatch : 1;
        int steps = spec.input().steps();
        inputs.add(new InputTensor(spec.input().whole(), spec.input().type(), steps, maxBatch));
        for (TensorSpec output : spec.outputs()) {
            OnnxJavaType type = ((TensorInfo) session.getOutputInfo().get(output.name()).getInfo()).type;
            outputs.add(new OutputTensor(output, type, maxBatch, spec.input().hasFreeRows()));
        }
        state = spec.state() == null ? null : addState(spec.state());
        calls = new SessionCall[steps][maxBatch];
        runOptions = new OrtSession.RunOptions();
    }

    private FloatBuffer addState(ModelSpec.State remembered) {
        InputTensor tensor = new InputTensor(remembered.input(), ImageInput.ElementType.FLOAT32, 1, maxBatch);
        inputs.add(tensor);
        outputs.add(new OutputTensor(remembered.output(), OnnxJavaType.FLOAT, maxBatch, false));
        return tensor.values().asFloatBuffer();
    }

    /** Calls for one image each give outputs of unknown size that do not fit together. */
    private static boolean mayBatch(ModelSpec spec) {
        return spec.isBatchDynamic() || spec.outputs().stream().allMatch(TensorSpec::isFixedSize);
    }

    /**
     * Opens a network and proves it to be what its card says.
     *
     * @throws ModelException if the file is missing or another one, or its names, types or shapes differ from the card
     */
    public static OnnxModel open(ModelSpec spec, InferenceOptions options) {
        requireNonNull(spec, "spec is null");
        requireNonNull(options, "options is null");
        SessionFactory.Opened opened = SessionFactory.open(spec, spec.file().read(), options);
        try {
            return new OnnxModel(spec, opened, options.maxBatch());
        } catch (OrtException | RuntimeException e) {
            closeQuietly(opened.session(), e);
            throw e instanceof ModelException known ? known
                    : new ModelException(spec.file().name() + " cannot be used: " + SessionFactory.firstLine(e), e);
        }
    }

    private static void closeQuietly(OrtSession session, Exception reason) {
        try {
            session.close();
        } catch (OrtException e) {
            reason.addSuppressed(e);
        }
    }

    public ModelSpec spec() {
        return spec;
    }

    /** What computes it; the CPU where what was asked for cannot be had. */
    public ExecutionProvider provider() {
        return provider;
    }

    /**
     * Whether images that need not wait for each other should share a run. A CPU computes them one after the other: the
     * first would only wait for the last.
     */
    public boolean gainsFromBatches() {
        return provider != ExecutionProvider.CPU;
    }

    /** Most images of one run. */
    public int maxBatch() {
        return maxBatch;
    }

    /**
     * Where the images go, one behind the other, in the card's type, layout and the machine's byte order. Write with
     * absolute indices; position and limit are never looked at.
     */
    public ByteBuffer input() {
        return inputs.get(0).values();
    }

    /**
     * Where the states go, N x S, one behind the other as the images of {@link #input()}; all zero at first, and kept
     * from run to run. Write with absolute indices.
     *
     * @throws ModelException if the network remembers nothing
     */
    public FloatBuffer state() {
        requireState();
        return state;
    }

    /**
     * The states after the last run, N x S. Read with absolute indices.
     *
     * @throws ModelException if the network remembers nothing
     */
    public FloatBuffer nextState() {
        requireState();
        return outputs.get(spec.outputs().size()).values();
    }

    private void requireState() {
        if (state == null) {
            throw new ModelException(spec.name() + " remembers nothing; its card names no state");
        }
    }

    /**
     * Computes the first images of {@link #input()}.
     *
     * @param batchSize 1..maxBatch
     */
    public void run(int batchSize) {
        compute(batchSize, calls.length);
    }

    /**
     * Computes images of which only the first rows are in {@link #input()}, one behind the other.
     *
     * @param batchSize 1..maxBatch
     * @param rows of each image: a multiple of the card's rowStep up to its height
     */
    public void run(int batchSize, int rows) {
        ImageInput image = spec.image();
        if (rows < 1 || rows > image.height() || rows % image.rowStep() != 0) {
            throw new IllegalArgumentException("rows must be a multiple of " + image.rowStep() + " up to "
                    + image.height() + ", but was " + rows);
        }
        compute(batchSize, rows / image.rowStep());
    }

    private void compute(int batchSize, int steps) {
        if (closed) {
            throw new IllegalStateException(spec.name() + " is closed");
        }
        if (batchSize < 1 || batchSize > maxBatch) {
            throw new IllegalArgumentException(
                    "batchSize must be between 1 and " + maxBatch + ", but was " + batchSize);
        }
        long begin = System.nanoTime();
        try {
            if (spec.isBatchDynamic()) {
                call(batchSize - 1, 0, batchSize, steps).run(session, runOptions);
            } else {
                for (int image = 0; image < batchSize; image++) {
                    call(image, image, 1, steps).run(session, runOptions);
                }
            }
        } catch (OrtException e) {
            throw new ModelException(spec.name() + " failed to run: " + SessionFactory.firstLine(e), e);
        }
        for (int i = 0; i < outputs.size(); i++) {
            outputs.get(i).setBatchSize(batchSize);
        }
        runNanos = runNanos + System.nanoTime() - begin; // One thread runs, so no count is lost.
    }

    /** Time spent in {@link #run} so far, warm-up included; any thread may ask. */
    public long runNanos() {
        return runNanos;
    }

    private SessionCall call(int index, int first, int count, int steps) throws OrtException {
        SessionCall[] ofRows = calls[steps - 1];
        if (ofRows[index] == null) {
            ofRows[index] = new SessionCall(inputs, outputs, new SessionCall.Share(first, count, steps));
        }
        return ofRows[index];
    }

    /** Runs every number of rows and every batch size once, so that the first frame does not pay for it. */
    public void warmUp() {
        for (int steps = 1; steps < calls.length; steps++) {
            compute(1, steps);
        }
        for (int batchSize = 1; batchSize <= maxBatch; batchSize++) {
            run(batchSize);
        }
    }

    /**
     * The values of an output after the last run, row-major, batch first; whole numbers are converted. Read with
     * absolute indices. Of an output whose size is unknown before the run, ask again after every run.
     *
     * @param index position in {@link ModelSpec#outputs()}
     */
    public FloatBuffer output(int index) {
        return outputs.get(index).values();
    }

    /** The shape of an output after the last run; overwritten by the next. */
    public long[] outputShape(int index) {
        return outputs.get(index).shape();
    }

    /** Frees the session and its tensors; a second call does nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        Arrays.stream(calls).flatMap(Arrays::stream).filter(Objects::nonNull).forEach(SessionCall::close);
        runOptions.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new ModelException(spec.name() + " cannot be closed: " + SessionFactory.firstLine(e), e);
        }
    }
}
