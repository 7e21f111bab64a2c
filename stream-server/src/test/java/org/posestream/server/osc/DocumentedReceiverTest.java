package org.posestream.server.osc;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.pose.PoseFrame;
import org.posestream.rig.RigPeople;
import org.posestream.server.config.OscConfig;
import org.posestream.server.config.PoseStreamConfig;

/** The receiver in Python of {@code docs/11-vmc-osc.md} reads what is sent. */
@Timeout(60)
class DocumentedReceiverTest {

    @TempDir
    private Path folder;

    @Test
    void shouldPrintTheJoints() throws Exception {
        int port = freePort();
        Process python = start(port);
        AtomicBoolean heard = new AtomicBoolean();
        Thread sender = new Thread(() -> send(port, heard), "sender");
        try (BufferedReader lines = python.inputReader()) {
            sender.start();
            String line = lines.readLine();
            while (line != null && !line.startsWith("/posestream/hall/person/9/joint/left_wrist [0.7")) {
                line = lines.readLine();
            }
            assertTrue(line != null, "the receiver ended");
        } finally {
            heard.set(true);
            python.destroyForcibly();
            sender.join();
        }
    }

    /** Again and again, since nobody tells when the receiver listens. */
    private static void send(int port, AtomicBoolean heard) {
        try (OscOutputs outputs = new OscOutputs()) {
            outputs.configure(PoseStreamConfig.DEFAULT.withOsc(Map.of("patch",
                    OscConfig.DEFAULT.withAddress("127.0.0.1:" + port))));
            for (long i = 0; !heard.get(); i++) {
                outputs.publish(new PoseFrame("hall", i, i * 1_000_000, 640, 480, List.of(),
                        List.of(RigPeople.h36m(9, RigPeople.tPose()))), null);
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    private Process start(int port) throws IOException {
        Path file = Files.writeString(folder.resolve("receiver.py"), snippet().replace("9000", "" + port));
        try {
            return new ProcessBuilder("python3", "-u", file.toString()).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, "skipped: there is no python3 here");
            throw e;
        }
    }

    private static String snippet() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("docs/11-vmc-osc.md"))) {
            root = root.getParent();
        }
        String page = Files.readString(root.resolve("docs/11-vmc-osc.md"));
        int start = page.indexOf("```python\n") + "```python\n".length();
        return page.substring(start, page.indexOf("```", start));
    }

    private static int freePort() throws IOException {
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
