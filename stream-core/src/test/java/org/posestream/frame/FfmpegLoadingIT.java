package org.posestream.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.global.avformat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM of its own, since libraries are unpacked and loaded once. */
@Timeout(120)
class FfmpegLoadingIT {

    @TempDir
    private Path cache;

    @Test
    void shouldSurviveAnInterruptWhileTheLibrariesAreUnpacked() throws Exception {
        Process process = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.bytedeco.javacpp.cachedir=" + cache,
                "-cp", System.getProperty("java.class.path"), Interrupted.class.getName()))
                .redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        process.waitFor(60, TimeUnit.SECONDS);
        assertEquals(0, process.exitValue(), output);
    }

    /** The program that is run. */
    static final class Interrupted {
        private Interrupted() {
        }

        public static void main(String[] arguments) {
            Thread.currentThread().interrupt();
            Ffmpeg.load();
            boolean kept = Thread.interrupted();
            avformat.avformat_network_init();
            System.exit(kept ? 0 : 1);
        }
    }
}
