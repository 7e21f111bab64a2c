package org.posestream.server;

import java.io.PrintWriter;
import org.posestream.server.command.PoseStreamCommand;

/** Where the program starts. */
public final class Main {

    private Main() {
    }

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        System.exit(PoseStreamCommand.run(out, err, arguments));
    }
}
