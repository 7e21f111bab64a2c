package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.server.config.ConfigFile;

class ConfigCommandTest {

    @TempDir
    private Path folder;

    @Test
    void shouldPrintAFileThatItFindsSound() throws IOException {
        CommandRun print = CommandRun.of("config", "print");
        assertEquals(0, print.code());
        assertEquals(ConfigFile.manual(), String.join("\n", print.out()) + "\n");
        Path file = Files.write(folder.resolve("posestream.yaml"), print.out());

        CommandRun check = CommandRun.of("config", "check", file.toString());

        assertEquals(List.of(file + ": ok, 0 cameras"), check.out());
        assertEquals(List.of(), check.errors());
        assertEquals(0, check.code());
    }

    @Test
    void shouldSumUpASoundFile() throws IOException {
        Path file = write("cameras:\n  hall: {address: rtsp://a/}\n  desk: {address: /dev/video0, enabled: false}\n");

        assertEquals(List.of(file + ": ok, 2 cameras: hall, desk; not enabled: desk"),
                CommandRun.of("config", "check", file.toString()).out());
    }

    @Test
    void shouldOnlyWarnOfAFileThatIsNotThere() throws IOException {
        Path file = write("cameras:\n  clip: {address: gone.mp4}\n");

        CommandRun run = CommandRun.of("config", "check", file.toString());

        assertEquals(List.of(file + ":2: cameras.clip.address: there is no file 'gone.mp4'; give the path of a video,"
                + " an image or a folder of images, or an address such as rtsp://host/path or /dev/video0 (serve waits"
                + " for it)"), run.errors());
        assertEquals(List.of(file + ": ok, 1 camera: clip"), run.out());
        assertEquals(0, run.code());
    }

    @Test
    void shouldHideTheBeginningOfAPasswordThatYamlCutOff() throws IOException {
        Path file = write("cameras:\n  hall:\n    address: rtsp://cam:pa #ss@10.0.0.7/\n");

        assertEquals(List.of("    address: \"rtsp://***\""),
                CommandRun.of("config", "print", "--effective", file.toString()).out().stream()
                        .filter(line -> line.strip().startsWith("address:")).toList());
    }

    @Test
    void shouldTellTenErrorsInTenLines() throws IOException {
        Path file = write("""
                server:
                  prot: 80
                  stop-timeout: soon
                log:
                  level: verbose
                pipeline:
                  permits: 9
                  max-people: 2.5
                cameras:
                  hall:
                    address: rtsp://me:secret@10.0.0.7/
                    enabled: 1
                    device: none
                  hall 2:
                    address: rtsp://10.0.0.8/
                    transport: tpc
                  desk:
                    enabled: true
                """);

        CommandRun run = CommandRun.of("config", "check", file.toString());

        assertEquals(2, run.code());
        assertEquals(List.of(), run.out());
        assertEquals(List.of(
                ":2: server.prot: there is no such key; did you mean 'port'?",
                ":3: server.stop-timeout: must be a duration such as 500ms, 5s, 2min or 1h between 1s and 5min, but was"
                    + " 'soon' (default: 10s)",
                ":5: log.level: must be one of error, warn, info, debug, but was 'verbose' (default: info)",
                ":7: pipeline.permits: must be a whole number between 1 and 8, but was '9' (default: 2)",
                ":8: pipeline.max-people: must be a whole number between 1 and 100, but was '2.5' (default: 8)",
                ":12: cameras.hall.enabled: must be true or false, but was '1' (default: true)",
                ":13: cameras.hall.device: must be a section with keys, but is 'none'",
                ":14: cameras.hall 2: the name must be 1 to 64 letters, digits, - and _, but was 'hall 2'",
                ":16: cameras.hall 2.transport: must be one of tcp, udp, but was 'tpc'; did you mean 'tcp'?"
                    + " (default: tcp)",
                ":17: cameras.desk: has no address; say what to open, for example address: rtsp://10.0.0.7/stream"),
                run.errors().stream().map(line -> line.substring(file.toString().length())).toList());
    }

    @Test
    void shouldPrintWhatIsInForce() throws IOException {
        Path file = write("server: {port: 81}\ncameras:\n  hall: {address: 'rtsp://me:secret@10.0.0.7/'}\n");

        List<String> out = CommandRun.of("config", "print", "--effective", file.toString()).out();

        assertEquals("  port: 81", out.get(2));
        assertEquals(List.of("    address: \"rtsp://10.0.0.7/\""),
                out.stream().filter(line -> line.strip().startsWith("address:")).toList());
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("p.yaml"), text);
    }
}
