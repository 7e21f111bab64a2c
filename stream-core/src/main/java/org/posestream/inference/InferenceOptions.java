package org.posestream.inference;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * How a network is run.
 *
 * @param provider what computes it, if it can be had
 * @param intraOpThreads threads within one operator; more than 2 rarely pays on the CPU
 * @param maxBatch most images of one {@link OnnxModel#run}
 * @param engineCacheDir where TensorRT engines are kept between starts
 */
public record InferenceOptions(ExecutionProvider provider, int intraOpThreads, int maxBatch, Path engineCacheDir) {

    public InferenceOptions {
        requireNonNull(provider, "provider is null");
        requireNonNull(engineCacheDir, "engineCacheDir is null");
        requireBetween("intraOpThreads", intraOpThreads, 1, 64);
        requireBetween("maxBatch", maxBatch, 1, 256);
    }

    /** One thread on the CPU. */
    public static InferenceOptions cpu(int maxBatch) {
        return new InferenceOptions(ExecutionProvider.CPU, 1, maxBatch, UserCache.directory().resolve("engines"));
    }

    private static void requireBetween(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    key + " must be between " + least + " and " + most + ", but was " + value);
        }
    }
}
