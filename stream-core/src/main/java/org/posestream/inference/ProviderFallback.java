package org.posestream.inference;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which execution providers to try for one that was asked for, and why it was not to be had. */
final class ProviderFallback {

    private static final Logger log = LoggerFactory.getLogger(ProviderFallback.class);

    /** What was said already; every network of a pipeline falls back alike. */
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private final ExecutionProvider wanted;
    private final boolean gpuBuild = OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    private String reason;

    ProviderFallback(ExecutionProvider wanted) {
        this.wanted = wanted;
        if (!gpuBuild && wanted != ExecutionProvider.AUTO) {
            reason = "this build has no GPU support; build it with `mvn -Pgpu`";
        }
    }

    /** What to try, best first; a build without GPU support has nothing but the CPU. */
    List<ExecutionProvider> candidates() {
        return switch (gpuBuild ? wanted : ExecutionProvider.CPU) {
            case CPU -> List.of(ExecutionProvider.CPU);
            case AUTO, CUDA -> List.of(ExecutionProvider.CUDA, ExecutionProvider.CPU);
            case TENSORRT -> List.of(ExecutionProvider.TENSORRT, ExecutionProvider.CUDA, ExecutionProvider.CPU);
        };
    }

    /** Notes why a candidate failed; the best one's reason is the one that matters. */
    void note(String message) {
        if (reason == null) {
            reason = cause(message);
        }
    }

    /** ONNX Runtime tells where in its source it failed before it tells why. */
    static String cause(String message) {
        return message.replaceFirst("^.* with error: ", "").replaceFirst("^Error code - \\w+ - message: ", "");
    }

    /** Says in one line, once, that another provider is used than the one that was asked for. */
    void tell(ExecutionProvider used) {
        ExecutionProvider missed = wanted == ExecutionProvider.AUTO ? ExecutionProvider.CUDA : wanted;
        if (used == missed || reason == null || wanted == ExecutionProvider.CPU) {
            return;
        }
        if (SAID.add(missed + " " + used)) {
            log.warn("{} cannot be had, {} is used instead: {}", missed, used, reason);
        }
    }
}
