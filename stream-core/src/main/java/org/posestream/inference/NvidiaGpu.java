package org.posestream.inference;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** What NVIDIA's own tool says of the first GPU. */
final class NvidiaGpu {

    private static final long PATIENCE_SECONDS = 10;

    private NvidiaGpu() {
    }

    /** Name and driver version in characters that suit a file name; {@code unknown-gpu} where the tool is not there. */
    static String describe() {
        try {
            Process tool = new ProcessBuilder("nvidia-smi", "--id=0", "--query-gpu=name,driver_version",
                    "--format=csv,noheader").redirectErrorStream(true).start();
            tool.getOutputStream().close();
            if (!tool.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                tool.destroyForcibly();
                return "unknown-gpu";
            }
            String line = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return tool.exitValue() == 0 ? fileName(line) : "unknown-gpu";
        } catch (IOException e) {
            return "unknown-gpu";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown-gpu";
        }
    }

    static String fileName(String line) {
        return line.strip().replaceAll("[^A-Za-z0-9.]+", "-");
    }
}
