package org.posestream.server.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.Consumer;
import org.posestream.inference.ModelException;
import org.posestream.server.camera.CameraException;
import org.posestream.server.config.ConfigException;
import org.posestream.server.config.LogConfig;
import org.posestream.source.Redaction;
import org.posestream.source.SourceException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The root of all commands. Exit codes: 0 done, 1 failed, 2 wrongly called. */
@Command(name = "posestream", description = "Live 3D human skeletons from any camera or video.",
        subcommands = {DemoCommand.class, ServeCommand.class, ProcessCommand.class, ModelsCommand.class,
            EvaluateCommand.class, ConfigCommand.class, VersionCommand.class},
        footer = {"", "Examples:", "  posestream demo", "  posestream process walk.mp4 --out results --overlay",
            "  posestream serve --source hall=rtsp://10.0.0.7/stream", "",
            "posestream COMMAND --help tells more of each."})
public final class PoseStreamCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print stack traces and debug messages.")
    private boolean debug;

    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Print this help.")
    private boolean help;

    private final EarlyHangup earlyHangup;

    private PoseStreamCommand(EarlyHangup earlyHangup) {
        this.earlyHangup = earlyHangup;
    }

    /** Whether the log is loud and failures come with their stack traces. */
    boolean debug() {
        return debug;
    }

    /** A SIGHUP of the time in which the command was being loaded. */
    EarlyHangup earlyHangup() {
        return earlyHangup;
    }

    /** Takes what is said right before the process ends at once, without the log. */
    static Consumer<String> lastWords(PrintWriter err) {
        return reason -> {
            err.println("posestream: " + reason);
            err.flush();
        };
    }

    /** Runs one command line; returns the exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        try (EarlyHangup early = new EarlyHangup(arguments)) {
            return new PoseStreamCommand(early).execute(out, err, arguments);
        }
    }

    private int execute(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(this).setOut(out).setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, args) -> explainUsage(e))
                .setExecutionExceptionHandler((e, command, result) -> explainFailure(e, err))
                .setExecutionStrategy(result -> {
                    Logging.setUp(LogConfig.DEFAULT, debug);
                    return new CommandLine.RunLast().execute(result);
                });
        try {
            return line.execute(arguments);
        } catch (Error e) {
            // No memory, or a library that does not load: those are not handed to the handler above.
            return explainFailure(e, err);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int explainUsage(ParameterException e) {
        CommandLine line = e.getCommandLine();
        String message = e.getMessage().lines().findFirst().orElse("wrong usage");
        if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getSuggestions().isEmpty()) {
            message += "; did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
        }
        // An address that stands where none is expected is repeated there.
        String shown = message.contains("://") ? Redaction.of(message) : message;
        line.getErr().println("posestream: " + shown + " (see " + line.getCommandSpec().qualifiedName() + " --help)");
        return CommandLine.ExitCode.USAGE;
    }

    private int explainFailure(Throwable e, PrintWriter err) {
        if (e instanceof ConfigException wrong) {
            wrong.lines().forEach(err::println);
            return CommandLine.ExitCode.USAGE;
        }
        boolean expected = e instanceof SourceException || e instanceof ModelException || e instanceof IOException
                || e instanceof CameraException;
        err.println("posestream: " + (expected ? e.getMessage() : "internal error: " + e
                + (debug ? "" : " (run again with --debug and report it)")));
        if (debug) {
            e.printStackTrace(err);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
