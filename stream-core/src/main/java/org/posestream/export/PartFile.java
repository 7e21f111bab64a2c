package org.posestream.export;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that is written under another name until it is complete, so that a half-written one is never taken for whole.
 *
 * @param target the final name
 */
public record PartFile(Path target) {

    /** The name until then: the final one and {@code .part}. */
    public Path part() {
        return target.resolveSibling(target.getFileName() + ".part");
    }

    /**
     * Proves that the file can be written, so that long work is not done in vain.
     *
     * @throws IOException in one line, when it cannot
     */
    public void requireWritable() throws IOException {
        if (Files.isDirectory(target)) {
            throw new IOException("cannot write '" + target + "': it is a folder; give the name of a file");
        }
        try {
            Files.write(part(), new byte[0]);
            Files.delete(part());
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /** Gives the written file its final name. */
    public void complete() throws IOException {
        try {
            move(StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            move(StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /** One line for the user: the file, the reason, the mend. */
    public IOException cannotWrite(IOException cause) {
        String reason = cause.getMessage();
        if (cause instanceof AccessDeniedException) {
            reason = "permission denied";
        } else if (cause instanceof NoSuchFileException) {
            reason = "the folder does not exist";
        } else if (cause instanceof FileSystemException e && e.getReason() != null) {
            reason = e.getReason();
        }
        return new IOException("cannot write '" + target + "': " + reason + "; give a folder that can be written",
                cause);
    }

    private void move(StandardCopyOption how) throws IOException {
        Files.move(part(), target, how);
    }
}
