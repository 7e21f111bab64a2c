package org.posestream.evaluate;

import java.io.IOException;
import org.posestream.frame.FrameBuffer;
import org.posestream.source.FfmpegFrameSource;
import org.posestream.source.SourceAddress;
import org.posestream.source.SourceException;
import org.posestream.source.SourceOptions;

/** Image files, decoded into one buffer as the pipeline's own sources do it; asked for again, an image is kept. */
final class StillImage {

    private final FrameBuffer buffer;
    private ImageFile loaded;

    /** @param detectorInputBytes see {@link FrameBuffer} */
    StillImage(int detectorInputBytes) {
        buffer = new FrameBuffer(detectorInputBytes);
    }

    /**
     * The image's pixels, good until the next call.
     *
     * @throws IOException in one line, when there is no such image, it cannot be decoded or is of another size
     */
    FrameBuffer load(ImageFile image) throws IOException {
        if (!image.equals(loaded)) {
            loaded = null;
            try (FfmpegFrameSource source = FfmpegFrameSource.open(SourceAddress.parse(image.path().toString()),
                    SourceOptions.DEFAULT)) {
                if (!source.advance()) {
                    throw new IOException("'" + image.path() + "' cannot be decoded as an image; replace or remove it");
                }
                source.copyTo(buffer);
            } catch (SourceException e) {
                throw new IOException(e.getMessage(), e);
            }
            image.requireSize(buffer.width(), buffer.height());
            loaded = image;
        }
        return buffer;
    }
}
