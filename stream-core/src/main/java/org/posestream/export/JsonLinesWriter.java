package org.posestream.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.posestream.frame.FrameBuffer;
import org.posestream.pose.PoseFrame;

/** Writes JSON Lines: one {@link PoseJsonEncoder} object and a line feed a frame. */
public final class JsonLinesWriter implements PoseWriter {

    /** About twenty frames of one person in one write. */
    private static final int BUFFER_BYTES = 1 << 16;

    private final PartFile file;
    private final OutputStream out;
    private final PoseJsonEncoder encoder = new PoseJsonEncoder();

    private JsonLinesWriter(PartFile file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    /** @throws IOException in one line, when the file cannot be written */
    public static JsonLinesWriter open(Path path) throws IOException {
        PartFile file = new PartFile(path);
        try {
            OutputStream out = Files.newOutputStream(file.part());
            return new JsonLinesWriter(file, new BufferedOutputStream(out, BUFFER_BYTES));
        } catch (IOException e) {
            throw file.cannotWrite(e);
        }
    }

    @Override
    public void write(PoseFrame frame, FrameBuffer pixels) throws IOException {
        try {
            int length = encoder.encode(frame);
            out.write(encoder.bytes(), 0, length);
            out.write('\n');
        } catch (IOException e) {
            throw file.cannotWrite(e);
        }
    }

    @Override
    public void finish() throws IOException {
        close();
        file.complete();
    }

    @Override
    public void close() throws IOException {
        try {
            out.close();
        } catch (IOException e) {
            throw file.cannotWrite(e);
        }
    }
}
