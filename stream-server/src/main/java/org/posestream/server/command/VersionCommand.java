package org.posestream.server.command;

import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code posestream version}. */
@Command(name = "version", description = "Print the versions of the program, of Java and of the system.")
final class VersionCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getOut().printf("posestream %s, Java %s, %s %s%n", version(),
                System.getProperty("java.version"), System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /** The program's version; none is known of classes that are in no jar. */
    static String version() {
        return Objects.requireNonNullElse(VersionCommand.class.getPackage().getImplementationVersion(),
                "(development build)");
    }
}
