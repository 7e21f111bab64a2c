package org.posestream.evaluate;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;

/**
 * An image that somebody annotated.
 *
 * @param path where it is
 * @param width pixels; 0 where the annotation does not say
 * @param height likewise
 */
record ImageFile(Path path, int width, int height) {

    ImageFile {
        requireNonNull(path, "path is null");
    }

    /** @throws IOException in one line, when the decoded image is of another size than the annotation says */
    void requireSize(int decodedWidth, int decodedHeight) throws IOException {
        if (width > 0 && height > 0 && (width != decodedWidth || height != decodedHeight)) {
            throw new IOException("'" + path + "' has " + decodedWidth + "x" + decodedHeight
                    + " pixels, but its annotation says " + width + "x" + height
                    + "; give the image that was annotated");
        }
    }
}
