package org.posestream.inference;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens sessions of ONNX Runtime on the best execution provider that can be had. */
final class SessionFactory {

    /** TensorRT computes in half precision where it is faster; the engine cache is kept apart by it. */
    private static final String TENSORRT_PRECISION = "fp16";

    private SessionFactory() {
    }

    /** A session and what computes it. */
    record Opened(OrtSession session, ExecutionProvider provider) {
    }

    /** Opens the network on the provider asked for, else on the next best, which is said in one line. */
    static Opened open(ModelSpec spec, byte[] network, InferenceOptions options) {
        OrtEnvironment environment = OnnxRuntime.environment();
        ProviderFallback fallback = new ProviderFallback(options.provider());
        for (ExecutionProvider provider : fallback.candidates()) {
            try {
                OrtSession session = create(environment, spec, network, options, provider);
                fallback.tell(provider);
                return new Opened(session, provider);
            } catch (OrtException e) {
                if (provider == ExecutionProvider.CPU) {
                    throw new ModelException(spec.file().name() + " is no network that ONNX Runtime can open: "
                            + firstLine(e) + "; fetch it again or export it with opset 17 or less", e);
                }
                fallback.note(firstLine(e));
            }
        }
        throw new IllegalStateException("the CPU is always a candidate");
    }

    private static OrtSession create(OrtEnvironment environment, ModelSpec spec, byte[] network,
            InferenceOptions options, ExecutionProvider provider) throws OrtException {
        try (SessionOptions session = new SessionOptions()) {
            session.setIntraOpNumThreads(options.intraOpThreads());
            session.setInterOpNumThreads(1);
            session.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
            session.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
            // Spinning threads take the cores that decoding needs: it made a detector three times slower.
            session.addConfigEntry("session.intra_op.allow_spinning", "0");
            if (provider == ExecutionProvider.TENSORRT) {
                addTensorRt(session, spec, options.engineCacheDir());
            }
            if (provider != ExecutionProvider.CPU) {
                addCuda(session);
            }
            return environment.createSession(network, session);
        }
    }

    private static void addCuda(SessionOptions session) throws OrtException {
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(0)) {
            session.addCUDA(cuda);
        }
    }

    /** Engines depend on the network, the GPU, its driver and the precision: each combination has its own folder. */
    private static void addTensorRt(SessionOptions session, ModelSpec spec, Path cache) throws OrtException {
        Path folder = cache.resolve(String.join("-", spec.file().sha256().substring(0, 16), NvidiaGpu.describe(),
                TENSORRT_PRECISION));
        try (OrtTensorRTProviderOptions tensorRt = new OrtTensorRTProviderOptions(0)) {
            Files.createDirectories(folder);
            tensorRt.add("trt_fp16_enable", "1");
            tensorRt.add("trt_engine_cache_enable", "1");
            tensorRt.add("trt_engine_cache_path", folder.toString());
            session.addTensorrt(tensorRt);
        } catch (IOException e) {
            throw new ModelException("TensorRT engines cannot be kept in " + folder + ": " + e.getMessage()
                    + "; name another folder", e);
        }
    }

    /** ONNX Runtime's messages may have many lines. */
    static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
