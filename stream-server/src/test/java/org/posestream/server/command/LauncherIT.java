package org.posestream.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script {@code posestream}; a Maven that only fails stands first in its path, since nothing is to be built. */
@Timeout(60)
class LauncherIT {

    @TempDir
    private Path folder;

    private Path root;
    private String javaHome = System.getProperty("java.home");

    @BeforeEach
    void prepare() throws IOException {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "skipped: the script is for Linux and macOS");
        root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("posestream"))) {
            root = root.getParent();
        }
        script(folder.resolve("bin/mvn"), "echo no building in this test >&2; exit 9");
    }

    @Test
    void shouldRunFromAnyFolderWithoutBuildingAFreshProgram() throws Exception {
        Run run = run(root.resolve("posestream"), "version");

        assertEquals(List.of(), run.errors());
        assertEquals(0, run.code());
        assertTrue(run.out().get(0).matches("posestream \\d+\\.\\d+\\.\\d+, Java .*"), run.out()::toString);
    }

    @Test
    void shouldRunThroughLinksAndSpaces() throws Exception {
        Path checkout = Files.createSymbolicLink(folder.resolve("my pose stream"), root);
        Path command = Files.createSymbolicLink(folder.resolve("bin/posestream"), checkout.resolve("posestream"));
        Path relative = Files.createSymbolicLink(folder.resolve("bin/ps"), Path.of("posestream"));

        for (Path path : List.of(checkout.resolve("posestream"), command, relative)) {
            Run run = run(path, "version");
            assertEquals(List.of(), run.errors(), path.toString());
            assertEquals(0, run.code(), path.toString());
        }
    }

    @Test
    void shouldPassArgumentsAndExitCodesThrough() throws Exception {
        Run failure = run(root.resolve("posestream"), "models", "show", "no such * network");
        assertEquals(1, failure.code());
        assertTrue(failure.errors().get(0).startsWith("posestream: there is no model 'no such * network'"),
                failure.errors()::toString);

        Run misuse = run(root.resolve("posestream"), "--colour");
        assertEquals(2, misuse.code());
        assertEquals(1, misuse.errors().size(), misuse.errors()::toString);
    }

    @Test
    void shouldNameAWrongJavaHome() throws Exception {
        javaHome = folder.resolve("no java here").toString();

        Run run = run(root.resolve("posestream"), "version");

        assertEquals(1, run.code());
        assertEquals(List.of("posestream: JAVA_HOME is " + javaHome + ", but there is no Java in it; set it to a JDK 17"
                + " or newer"), run.errors());
    }

    @Test
    void shouldNameAJavaThatIsTooOld() throws Exception {
        script(folder.resolve("old/bin/java"), "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");
        javaHome = folder.resolve("old").toString();

        Run run = run(root.resolve("posestream"), "version");

        assertEquals(1, run.code());
        assertEquals(List.of("posestream: Java 11 found, but 17 or newer is needed; set JAVA_HOME to such a JDK"),
                run.errors());
    }

    @Test
    void shouldStartTheProgramAsItIsWhereItCannotBeBuiltAnew() throws Exception {
        Path checkout = unbuildableCheckout();
        Path jar = Files.createDirectories(checkout.resolve("stream-server/target")).resolve("posestream.jar");
        Files.createFile(jar);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));

        Run run = run(checkout.resolve("posestream"), "version");

        assertEquals(List.of("posestream: the sources are newer than the program, but " + checkout
                + " cannot be written; the program starts as it is."), run.errors());
        assertEquals(List.of("started with version"), run.out());
        assertEquals(0, run.code());
    }

    @Test
    void shouldNotWaitForABuildThatCannotBe() throws Exception {
        Path checkout = unbuildableCheckout();

        Run run = run(checkout.resolve("posestream"), "version");

        assertEquals(1, run.code());
        assertEquals(List.of("posestream: the program is not built and " + checkout + " cannot be written; run 'mvn"
                + " -DskipTests package' there as its owner"), run.errors());
    }

    /** A file in the place of the folder of the build, which not even root can write into. */
    private Path unbuildableCheckout() throws IOException {
        Path checkout = Files.createDirectories(folder.resolve("checkout")).toRealPath();
        Files.copy(root.resolve("posestream"), checkout.resolve("posestream"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createFile(checkout.resolve("pom.xml"));
        Files.createFile(checkout.resolve("target"));
        script(folder.resolve("java/bin/java"), "[ \"$1\" != -version ] || { echo 'version \"17.0.1\"' >&2; exit; };"
                + " shift $(($# - 1)); echo started with $1");
        javaHome = folder.resolve("java").toString();
        return checkout;
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
    void shouldEndItsBuildWhenItIsTerminated(String signal, int code) throws Exception {
        Path checkout = Files.createDirectories(folder.resolve("checkout"));
        Path command = Files.copy(root.resolve("posestream"), checkout.resolve("posestream"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Path begun = folder.resolve("begun");
        script(folder.resolve("bin/mvn"), "mkfifo " + folder.resolve("never") + "; echo $$ >" + begun
                + "; exec cat " + folder.resolve("never"));
        Process process = start(command, "version");
        while (!Files.exists(begun) || Files.size(begun) == 0) {
            assertTrue(process.isAlive(), "it ended");
            Thread.onSpinWait();
        }

        assertEquals(0, new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor());

        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it does not end");
        assertEquals(code, process.exitValue());
        assertTrue(Files.notExists(checkout.resolve("target/build.lock"), LinkOption.NOFOLLOW_LINKS));
        Optional<ProcessHandle> maven = ProcessHandle.of(Long.parseLong(Files.readString(begun).strip()));
        assertTrue(maven.isEmpty() || maven.get().onExit().get(30, TimeUnit.SECONDS) != null, "the build ended too");
    }

    private static void script(Path file, String line) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    private Run run(Path command, String... arguments) throws Exception {
        Process process = start(command, arguments);
        assertTrue(process.waitFor(50, TimeUnit.SECONDS), "it does not end");
        return new Run(process.exitValue(), Files.readAllLines(folder.resolve("out.txt")),
                Files.readAllLines(folder.resolve("errors.txt")));
    }

    private Process start(Path command, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(command.toString()));
        words.addAll(List.of(arguments));
        Path out = folder.resolve("out.txt");
        Path errors = folder.resolve("errors.txt");
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile()).redirectOutput(out.toFile())
                .redirectError(errors.toFile());
        builder.environment().put("JAVA_HOME", javaHome);
        builder.environment().merge("PATH", "", (path, none) -> folder.resolve("bin") + File.pathSeparator + path);
        return builder.start();
    }

    private record Run(int code, List<String> out, List<String> errors) {
    }
}
