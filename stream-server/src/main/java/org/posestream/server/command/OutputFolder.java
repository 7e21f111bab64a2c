package org.posestream.server.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
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
            throw new IOException("output folder " + folder + " cannot be written (" + reason(e)
                    + "); name another with --out", e);
        }
        return folder;
    }

    /** The messages of file system exceptions are mere paths. */
    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason() : "no such place";
    }
}
