package org.posestream.inference;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import java.util.concurrent.atomic.AtomicReference;

/** The one environment of ONNX Runtime in this process. */
final class OnnxRuntime {

    /**
     * ONNX Runtime 1.29 for Linux copies the command line to the stack while it starts and dies of a long one on a
     * thread of ordinary size.
     */
    private static final long STARTER_STACK_BYTES = 16L << 20;

    private static OrtEnvironment environment;

    private OnnxRuntime() {
    }

    /**
     * The environment, made at the first call, without telemetry.
     *
     * @throws ModelException if ONNX Runtime has no native library for this machine
     */
    static synchronized OrtEnvironment environment() {
        if (environment == null) {
            environment = start();
        }
        return environment;
    }

    private static OrtEnvironment start() {
        AtomicReference<OrtEnvironment> started = new AtomicReference<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread starter = new Thread(null, () -> {
            try {
                started.set(create());
            } catch (OrtException | RuntimeException | LinkageError e) {
                failure.set(e);
            }
        }, "onnxruntime-starter", STARTER_STACK_BYTES);
        starter.start();
        joinUninterruptibly(starter);
        if (failure.get() != null) {
            throw new ModelException("ONNX Runtime cannot start on " + System.getProperty("os.name") + " "
                    + System.getProperty("os.arch") + ": " + failure.get().getMessage()
                    + "; it needs a 64-bit system with glibc 2.28, Windows 10 or macOS 13 or newer", failure.get());
        }
        return started.get();
    }

    private static OrtEnvironment create() throws OrtException {
        OrtEnvironment environment =
                OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "posestream");
        environment.setTelemetry(false);
        return environment;
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
