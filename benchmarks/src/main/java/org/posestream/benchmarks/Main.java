package org.posestream.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import org.posestream.inference.ModelException;
import org.posestream.source.SourceException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Where the benchmarks start: the commands below; all else goes to JMH. */
@Command(name = "benchmarks", description = "Measures PoseStream; without a command of these it runs JMH.",
        subcommands = {PipelineLatencyBenchmark.class, ProcessThroughput.class, FrameTimeBreakdown.class,
            InputTypeComparison.class, FaultRun.class, SoakRun.class, CameraIsolation.class, CameraLoad.class,
            SupervisionOverhead.class, PoseBroadcastBenchmark.class, BroadcastServer.class})
public final class Main {

    private Main() {
    }

    public static void main(String[] arguments) throws Exception {
        // Else the jar of the tests brings theirs.
        System.setProperty("logback.configurationFile", "org/posestream/benchmarks/logback.xml");
        CommandLine line = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, result) -> explain(e, command.getErr()));
        boolean isOurs = arguments.length > 0 && line.getSubcommands().containsKey(arguments[0]);
        if (!isOurs) {
            org.openjdk.jmh.Main.main(arguments);
            return;
        }
        System.exit(line.execute(arguments));
    }

    /** Refuses a run that is too short to say anything. */
    static void requireAtLeast(CommandSpec command, String option, double value, int least) {
        if (!(value >= least)) {
            throw new ParameterException(command.commandLine(),
                    option + " must be at least " + least + ", but was " + value);
        }
    }

    private static int explain(Exception e, PrintWriter err) throws Exception {
        if (!(e instanceof SourceException || e instanceof ModelException || e instanceof IOException)) {
            throw e;
        }
        err.println("benchmarks: " + e.getMessage());
        return CommandLine.ExitCode.SOFTWARE;
    }
}
