package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a user may get wrong: one line that says what, why and how to mend it, and nothing half-done is left. */
class BadInputIT {

    @TempDir
    private Path folder;

    private Path results;
    private List<String> networks;

    @BeforeEach
    void prepare() throws IOException {
        results = folder.resolve("results");
        networks = TinyNetworks.options(Files.createDirectory(folder.resolve("networks")));
    }

    @Test
    void shouldNameAMissingFile() throws IOException {
        assertRefused("there is no file '%s'; give the path of a video, an image or a folder of images, or an address"
                + " such as rtsp://host/path or /dev/video0", folder.resolve("walk.mp4"));
    }

    @Test
    void shouldRefuseAFolderWithoutImages() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("clips"));
        TinyVideos.bright(empty.resolve("walk.mp4"), 2);

        assertRefused("the folder '%s' has no images; give one with .png, .jpg or .bmp files, or a video", empty);
    }

    @Test
    void shouldRefuseAFolderOfBrokenImages() throws IOException {
        Path images = Files.createDirectory(folder.resolve("images"));
        Files.writeString(images.resolve("1.png"), "no image");

        CommandRun run = process(images);

        assertEquals(1, run.code());
        assertEquals(2, run.errors().size(), run.errors().toString());
        assertTrue(run.errors().get(0).contains("skipped an image: '" + images.resolve("1.png") + "'"));
        assertEquals("posestream: none of the images in '" + images
                + "' can be decoded; give a folder with sound ones", run.errors().get(1));
        assertNoResults();
    }

    @Test
    void shouldRefuseAnEmptyFile() throws IOException {
        assertRefused("'%s' is empty (0 bytes); give a video or an image",
                Files.createFile(folder.resolve("walk.mp4")));
    }

    @Test
    void shouldRefuseTextRenamedToVideo() throws IOException {
        assertRefused("'%s' is not a video or image that can be read, or was cut off ("
                + "Invalid data found when processing input); give"
                + " a file that plays in a video player",
                Files.writeString(folder.resolve("walk.mp4"), "This is no video.\n".repeat(500)));
    }

    @Test
    void shouldRefuseSoundWithoutPictures() throws IOException {
        byte[] silence = new byte[44 + 8000];
        byte[] header = {'R', 'I', 'F', 'F', 0x64, 0x1f, 0, 0, 'W', 'A', 'V', 'E', 'f', 'm', 't', ' ', 16, 0, 0, 0,
            1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0, 'd', 'a', 't', 'a', 0x40, 0x1f, 0, 0};
        System.arraycopy(header, 0, silence, 0, header.length);

        assertRefused("'%s' has no video stream; give a file or address with pictures",
                Files.write(folder.resolve("song.wav"), silence));
    }

    @Test
    void shouldRefuseAVideoThatLostItsIndexToACut() throws IOException {
        byte[] whole = Files.readAllBytes(TinyVideos.bright(folder.resolve("whole.mp4"), 30));

        assertRefused("'%s' is not a video or image that can be read, or was cut off ("
                + "Invalid data found when processing input); give"
                + " a file that plays in a video player",
                Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(whole, whole.length / 2)));
    }

    @Test
    void shouldProcessTheOthersWhenOneFileIsBad() throws IOException {
        Path first = TinyVideos.bright(folder.resolve("first.mp4"), 5);
        Path bad = Files.writeString(folder.resolve("bad.mp4"), "no video");
        Path last = TinyVideos.bright(folder.resolve("last.mp4"), 7);

        CommandRun run = process(first, bad, last);

        assertTrue(run.onlyError(1).startsWith("posestream: '" + bad + "' is not a video"), run.errors()::toString);
        assertEquals(List.of("first.jsonl", "last.jsonl"), resultNames());
        assertEquals(5, Files.readAllLines(results.resolve("first.jsonl")).size());
        assertEquals(7, Files.readAllLines(results.resolve("last.jsonl")).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"walk.jsonl.part", "walk.overlay.mp4.part", "walk.jsonl/x", "walk.overlay.mp4/x"})
    void shouldRefuseAResultWhoseNameIsTakenByAFolder(String taken) throws IOException {
        Path video = TinyVideos.bright(folder.resolve("walk.mp4"), 3);
        Files.createDirectories(results.resolve(taken));

        CommandRun run = process(video, "--overlay");

        String name = results.resolve(taken.startsWith("walk.jsonl") ? "walk.jsonl" : "walk.overlay.mp4").toString();
        assertTrue(run.onlyError(1).matches("posestream: cannot write '\\Q" + name
                + "\\E': .*[Dd]irectory.*; give a folder that can be written"), run.errors()::toString);
        assertFinished(run, "walk", 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"walk.jsonl", "walk.overlay.mp4"})
    void shouldTellThatTheDiskIsFull(String full) throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "skipped: this system has no /dev/full");
        Path video = TinyVideos.bright(folder.resolve("walk.mp4"), 90);
        Files.createDirectories(results);
        Files.createSymbolicLink(results.resolve(full + ".part"), Path.of("/dev/full"));

        CommandRun run = process(video, "--overlay");

        assertTrue(run.onlyError(1).startsWith("posestream: cannot write '" + results.resolve(full)
                + "': No space left on device; give a folder that can be written"), run.errors()::toString);
        assertTrue(Files.notExists(results.resolve(full)), "no result under its final name");
    }

    @Test
    void shouldRefuseAFileInPlaceOfTheOutputFolder() throws IOException {
        Files.writeString(results, "taken");

        CommandRun run = process(TinyVideos.bright(folder.resolve("walk.mp4"), 2));

        assertEquals("posestream: output folder " + results + " is a file; name a folder with --out",
                run.onlyError(1));
        assertEquals("taken", Files.readString(results));
    }

    @Test
    void shouldTellAnUnknownOptionFromAFailure() throws IOException {
        CommandRun run = process(TinyVideos.bright(folder.resolve("walk.mp4"), 2), "--colour");

        assertTrue(run.onlyError(2).startsWith("posestream: Unknown option: '--colour'"), run.errors()::toString);
        assertTrue(Files.notExists(results));
    }

    @Test
    void shouldServeNothingWhenASourceIsBad() throws IOException {
        Path good = TinyVideos.bright(folder.resolve("good.mp4"), 30);

        CommandRun run = run("serve", "--port", "0", "--source", "a=" + good, "--source",
                "b=" + folder.resolve("gone.mp4"));

        assertTrue(run.onlyError(1).startsWith("posestream: there is no file '" + folder.resolve("gone.mp4") + "'"),
                run.errors()::toString);
        assertEquals(List.of(), run.out());
    }

    @Test
    void shouldRefuseAPortInUse() throws IOException {
        Path video = TinyVideos.bright(folder.resolve("walk.mp4"), 2);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandRun run = run("serve", "--source", "a=" + video, "--port", "" + taken.getLocalPort());

            assertTrue(run.onlyError(1).matches("posestream: cannot listen on 127.0.0.1:" + taken.getLocalPort()
                    + ": .*in use; choose another port with --port"), run.errors()::toString);
        }
    }

    @Test
    void shouldRefuseAnAddressOfAnotherMachine() throws IOException {
        Path video = TinyVideos.bright(folder.resolve("walk.mp4"), 2);

        CommandRun run = run("serve", "--source", "a=" + video, "--host", "192.0.2.1", "--port", "0",
                "--open");

        assertTrue(run.onlyError(1).startsWith("posestream: cannot listen on 192.0.2.1:0: "),
                run.errors()::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "demo"})
    void shouldLetNoOtherMachineInWhereNothingSaysWhoMayCome(String command) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command, "--host", "0.0.0.0", "--port", "0"));
        if (command.equals("serve")) {
            arguments.addAll(List.of("--source", "a=rtsp://10.0.0.7/"));
        }

        assertEquals("posestream: host 0.0.0.0 lets other machines in, but nothing says who may come; name"
                + " access.tokens in a file for --config, or let everybody in by --open",
                run(arguments.toArray(String[]::new)).onlyError(2));
    }

    @Test
    void shouldRefuseACertificateThatIsNone() throws IOException {
        Path file = Files.writeString(folder.resolve("posestream.yaml"), "server: {port: 0, tls: {certificate: FILE,"
                .replace("FILE", folder.resolve("none.pem").toString()) + " key: none.pem}}\n");

        assertEquals("posestream: server.tls: there is no file '" + folder.resolve("none.pem") + "'; server.tls must"
                + " name a certificate and its key", run("serve", "--config", file.toString()).onlyError(2));
    }

    @Test
    void shouldRefuseMoreSourcesThanThePipelineTakes() {
        List<String> arguments = new ArrayList<>(List.of("serve"));
        for (int i = 0; i < 17; i++) {
            arguments.addAll(List.of("--source", "s" + i + "=rtsp://127.0.0.1/" + i));
        }
        assertEquals("posestream: there may be 16 cameras at most, but --source name 17; raise pipeline.max-cameras in"
                + " a file for --config (see posestream serve --help)",
                CommandRun.of(arguments.toArray(String[]::new)).onlyError(2));
    }

    private void assertRefused(String rule, Path file) throws IOException {
        CommandRun run = process(file, "--overlay");

        assertEquals("posestream: " + String.format(rule, file), run.onlyError(1));
        assertEquals(List.of(), run.out().stream().filter(line -> !line.startsWith("Networks: ")).toList());
        assertNoResults();
    }

    private void assertFinished(CommandRun run, String name, int summaries) {
        assertEquals(summaries, run.out().stream().filter(line -> line.startsWith(name + ": ")).count());
    }

    private void assertNoResults() throws IOException {
        assertEquals(List.of(), resultNames());
    }

    /** What lies in the output folder under a final name. */
    private List<String> resultNames() throws IOException {
        try (Stream<Path> files = Files.list(results)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> !name.endsWith(".part")).sorted()
                    .toList();
        }
    }

    private CommandRun process(Object... filesAndOptions) {
        List<String> arguments = new ArrayList<>(List.of("process", "--out", results.toString()));
        for (Object argument : filesAndOptions) {
            arguments.add(argument.toString());
        }
        return run(arguments.toArray(String[]::new));
    }

    private CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(networks);
        return CommandRun.of(all.toArray(String[]::new));
    }
}
