package org.posestream.server.command;

import org.posestream.server.config.AccessConfig;
import org.posestream.server.config.PoseStreamConfig;
import org.posestream.server.config.ServerConfig;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where to listen. */
final class ServerOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--host", paramLabel = "ADDRESS", defaultValue = "127.0.0.1",
            description = "Address to listen on; 0.0.0.0 lets other machines in, which needs access.tokens in a file, "
                + "or --open (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(names = "--port", paramLabel = "N", defaultValue = "8080",
            description = "Port to listen on; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--open",
            description = "Let everybody in who reaches the address, to see and to change everything, where no "
                + "access.tokens say who may.")
    private boolean open;

    private int port() {
        if (port < 0 || port > 65535) {
            throw new ParameterException(spec.commandLine(), "--port must be between 0 and 65535, but was " + port);
        }
        return port;
    }

    /** What was asked for, and otherwise what a file says. */
    ServerConfig over(ServerConfig file) {
        return new ServerConfig(given("--host") ? host : file.host(), given("--port") ? port() : file.port(),
                file.stopTimeout(), file.tls());
    }

    /** The same for who may come in. */
    AccessConfig over(AccessConfig file) {
        return open ? file.withOpen(true) : file;
    }

    /** The same for both. */
    PoseStreamConfig over(PoseStreamConfig file) {
        return file.withServer(over(file.server())).withAccess(over(file.access()));
    }

    private boolean given(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }
}
