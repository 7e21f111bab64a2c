package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoseStreamCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "''|a command is missing",
        "--colour|Unknown option: '--colour'",
        "prozess a.mp4 --out x|Unmatched arguments",
        "process a.mp4|Missing required option: '--out=DIR'",
        "process --out x|Missing required parameter: 'FILE'",
        "process a.mp4 --out x --thread 2|did you mean",
        "process a.mp4 --out x --threads many|'many' is not an int",
        "process a.mp4 --out x --ep abacus|expected one of",
        "demo --once|--once and --out DIR go together",
        "demo --out x|--once and --out DIR go together",
        "serve|one of --config FILE or --source NAME=ADDRESS must say what to serve",
        "serve --source rtsp://10.0.0.7/a|--source must be NAME=ADDRESS",
        "serve --source rtsp://me:pw@10.0.0.7/a?channel=1|but was 'rtsp://10.0.0.7/a?channel=1'",
        "serve --source rtsp://me:p=w@10.0.0.7/a|but was 'rtsp://10.0.0.7/a'",
        "serve rtsp://me:pw@10.0.0.7/a|Unmatched argument at index 1: 'rtsp://10.0.0.7/a'",
        "serve --source a=|--source must be NAME=ADDRESS, but =ADDRESS is missing in 'a='",
        "serve --source hall|--source must be NAME=ADDRESS, but =ADDRESS is missing in 'hall'",
        "serve --source a/b=x.mp4|--source must be NAME=ADDRESS",
        "serve --source a=x.mp4 --source a=y.mp4|--source a is given twice",
        "serve --source a=x.mp4 --port 70000|--port must be between 0 and 65535, but was 70000",
        "serve --source a=x.mp4 --vmc udp://x|--vmc must be HOST:PORT with a port from 1 to 65535, such as "
            + "192.168.0.5:39539 or [::1]:39539, but was 'udp://x'",
        "demo --vmc x:0|--vmc must be HOST:PORT with a port from 1 to 65535, such as 192.168.0.5:39539 or "
            + "[::1]:39539, but was 'x:0'",
        "models|one of list, show, verify is missing",
        "config|one of print, check is missing",
        "config check|Missing required parameter: 'FILE'",
        "evaluate|one of detector, pose2d, lifter, chain, sheet is missing",
        "evaluate detector|Missing required option: '--annotations=FILE'",
        "evaluate detector --annotations x.json --limit 0|--limit must be at least 1, but was 0",
        "evaluate pose2d|one of --data or --annotations must name the people to measure on",
        "evaluate pose2d --data d --annotations x.json|one of --data or --annotations must name the people",
        "evaluate pose2d --data d --images i|--split goes with --data, --images goes with --annotations",
        "evaluate pose2d --annotations x.json --split all|--split goes with --data, --images goes with --annotations",
        "evaluate pose2d --data d --split training|expected one of",
        "evaluate lifter|Missing required option: '--motion=FILE'",
    })
    void shouldAnswerWrongUsageWithOneLineAndCode2(String line, String expected) {
        String[] arguments = line.equals("''") ? new String[0] : line.split(" ");

        assertEquals(2, run(arguments));

        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().startsWith("posestream: ") && err.toString().contains(expected), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void shouldTellOfAnErrorInOneLineWithCode1() {
        PrintWriter broken = new PrintWriter(out) {
            @Override
            public PrintWriter printf(String format, Object... arguments) {
                throw new OutOfMemoryError("planned");
            }
        };

        assertEquals(1, PoseStreamCommand.run(broken, new PrintWriter(err, true), "version"));

        assertEquals("posestream: internal error: java.lang.OutOfMemoryError: planned (run again with --debug and"
                + " report it)", err.toString().strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--detector-interval 0", "--max-people 0", "--threads 0"})
    void shouldNameTheRuleOfAValueOutOfRange(String option) {
        String[] words = option.split(" ");

        assertEquals(2, run("process", "a.mp4", "--out", folder.toString(), words[0], words[1]));

        assertTrue(err.toString().contains("must be between") && err.toString().contains("but was 0"),
                err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    @Test
    void shouldPrintHelpWithExamplesForEveryCommand() {
        for (String command : new String[] {"demo", "serve", "process", "models", "evaluate", "config"}) {
            assertEquals(0, run(command, "--help"));
        }
        assertEquals(6, out.toString().lines().filter("Examples:"::equals).count());
        assertEquals(0, run("--help"));
        assertEquals(0, run("version"));
        assertTrue(out.toString().contains("posestream "), out.toString());
    }

    @Test
    void shouldRefuseAnOutputFolderThatIsAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("results"), "x");

        assertEquals(1, run("process", "a.mp4", "--out", file.toString()));

        assertEquals("posestream: output folder " + file + " is a file; name a folder with --out", line());
    }

    @Test
    void shouldRefuseAnOutputFolderThatCannotBeMade() throws IOException {
        Path file = Files.writeString(folder.resolve("results"), "x");

        assertEquals(1, run("process", "a.mp4", "--out", file.resolve("deeper").toString()));

        assertTrue(line().startsWith("posestream: output folder " + file.resolve("deeper") + " cannot be written"),
                line());
    }

    @Test
    void shouldRefuseAPortInUseBeforeLoadingNetworks() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertEquals(1, run("serve", "--source", "a=rtsp://127.0.0.1/x", "--port", port, "--pose",
                    "no-such-network"));

            assertTrue(line().startsWith("posestream: cannot listen on 127.0.0.1:" + port), line());
        }
    }

    @Test
    void shouldNameANetworkThatIsNotThere() {
        assertEquals(1, run("process", "a.mp4", "--out", folder.toString(), "--detector", "none", "--pose",
                "no-such-network"));

        assertTrue(line().contains("no-such-network"), line());
    }

    @Test
    void shouldVerifyTheEmbeddedNetworks() {
        assertEquals(0, run("models", "verify", "posestream-detector", "posestream-pose", "posestream-pose-light",
                "posestream-lifter", "posestream-lifter-temporal"), err.toString());
        assertEquals(5, out.toString().lines().filter(text -> text.endsWith(": sound")).count());
    }

    private String line() {
        assertEquals(1, err.toString().lines().count(), err.toString());
        return err.toString().strip();
    }

    private int run(String... arguments) {
        return PoseStreamCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
