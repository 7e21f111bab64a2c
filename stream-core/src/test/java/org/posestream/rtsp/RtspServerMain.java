package org.posestream.rtsp;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An {@link RtspServer} as a process of its own, which can be halted and killed; needs nothing but the JDK. Arguments:
 * a file with an H.264 byte stream, its frames a second, and the port (0 for a free one). Writes its address in a line,
 * and ends with its input.
 */
public final class RtspServerMain {

    private RtspServerMain() {
    }

    public static void main(String[] arguments) throws IOException {
        H264Clip clip = H264Clip.parse(Files.readAllBytes(Path.of(arguments[0])), Integer.parseInt(arguments[1]));
        try (RtspServer server = RtspServer.start(clip, RtspServerOptions.DEFAULT, Integer.parseInt(arguments[2]))) {
            PrintStream out = System.out;
            out.println(server.url());
            while (System.in.read() >= 0) {
                // Whoever started it has not left yet.
            }
        }
    }
}
