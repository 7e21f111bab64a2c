package org.posestream.server.client;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.server.web.WebServer;

/** Runs the client's own tests, in {@code src/test/js}, in Node. */
@Timeout(120)
class JavaScriptClientIT {

    private static final Path TESTS = Path.of("src/test/js");
    private static final int OLDEST_NODE = 18;
    /** Before it is hidden behind an option, or is not there. */
    static final int NODE_WITH_WEB_SOCKET = 22;

    @TempDir
    private Path folder;

    /**
     * Puts the client beside a program for Node, which takes a file for a module by its name; gives Node's version.
     * Skips the calling test where there is none.
     */
    static int copyClient(Path folder) throws Exception {
        String version = ForeignProgram.require(folder, "node", "--version");
        int major = Integer.parseInt(version.substring(1, version.indexOf('.')));
        assumeTrue(major >= OLDEST_NODE, () -> "skipped: Node " + OLDEST_NODE + " is needed, not " + version);
        try (InputStream client = WebServer.class.getResourceAsStream("posestream-client.js")) {
            Files.copy(client, folder.resolve("posestream-client.mjs"));
        }
        return major;
    }

    @Test
    void shouldPassItsOwnTests() throws Exception {
        copyClient(folder);
        String test = "posestream-client.test.mjs";
        Files.copy(TESTS.resolve(test), folder.resolve(test));
        String report = ForeignProgram.output(folder, List.of("node", "--test", "--test-reporter=tap", test));
        assertTrue(report.contains("\n# fail 0") && !report.contains("\n# pass 0"), report);
    }
}
