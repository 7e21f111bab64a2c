package org.posestream.server.command;

import java.util.List;

/**
 * Remembers a SIGHUP that comes before {@link Signals} listens: unheard it would end a server that has just been
 * started, by the very command that lets it read its file again. Made before anything that takes time to load.
 */
final class EarlyHangup implements AutoCloseable {

    private final SignalHandler handler;
    private volatile boolean heard;

    /** @param arguments of the program; all but {@code serve} end on SIGHUP, as programs do */
    EarlyHangup(String... arguments) {
        handler = List.of(arguments).contains("serve") ? SignalHandler.of("HUP", () -> heard = true) : null;
    }

    /** Whether there was one. */
    boolean heard() {
        return heard;
    }

    @Override
    public void close() {
        if (handler != null) {
            handler.close();
        }
    }
}
