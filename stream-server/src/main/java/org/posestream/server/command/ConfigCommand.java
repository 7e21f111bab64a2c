package org.posestream.server.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.posestream.server.config.CameraConfig;
import org.posestream.server.config.ConfigException;
import org.posestream.server.config.ConfigFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code posestream config}: the configuration file explained and judged. */
@Command(name = "config", description = "Print or check the configuration of serve.",
        footer = {"", "Examples:", "  posestream config print > posestream.yaml",
            "  posestream config check posestream.yaml", "  posestream config print --effective posestream.yaml"})
final class ConfigCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "one of print, check is missing");
    }

    @Command(name = "print", description = "Print the file with every key, its default and what it does.")
    void print(@Option(names = "--effective", paramLabel = "FILE", description = "Print instead what is in force "
            + "with this file, without secrets.") Path file) throws ConfigException {
        PrintWriter out = spec.commandLine().getOut();
        out.print(file == null ? ConfigFile.manual() : ConfigFile.load(file, System.getenv()).effective());
        out.flush();
    }

    @Command(name = "check", description = "Tell everything that is wrong with a file.")
    void check(@Parameters(paramLabel = "FILE", description = "The file to judge.") Path file)
            throws ConfigException {
        ConfigFile read = ConfigFile.load(file, System.getenv());
        read.warnings().forEach(spec.commandLine().getErr()::println);
        Map<String, CameraConfig> cameras = read.config().cameras();
        List<String> disabled = cameras.keySet().stream().filter(name -> !cameras.get(name).enabled()).toList();
        spec.commandLine().getOut().println(file + ": ok, " + cameras.size()
                + (cameras.size() == 1 ? " camera" : " cameras")
                + (cameras.isEmpty() ? "" : ": " + String.join(", ", cameras.keySet()))
                + (disabled.isEmpty() ? "" : "; not enabled: " + String.join(", ", disabled)));
    }
}
