package org.posestream.server.command;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that results go to. */
final class OutputFolder {

    private OutputFolder() {
    }

    /** Makes the folder when it is not there; refuses one that cannot be written, before any work is done. */
    static Path create(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".posestream", ".tmp"));
        } catch (FileAlreadyExistsException e) {
            throw new IOException("output folder " + folder + " is a file; name a folder with --out", e);
        } catch (IOException e) {
            throw new IOException("output folder " + folder + " cannot be written ("
                    + e.getClass().getSimpleName() + "); name another with --out", e);
        }
        return folder;
    }
}
