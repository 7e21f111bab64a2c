package org.posestream.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.posestream.frame.FrameBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images of a folder, in the order a person would give them, as frames of a video of 30 frames/s. */
public final class ImageFolderSource implements FrameSource {

    private static final Logger log = LoggerFactory.getLogger(ImageFolderSource.class);

    /** Image files carry no rate; thirty is what cameras have. */
    private static final double FRAME_RATE = 30;
    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "bmp", "webp", "tif", "tiff", "ppm", "pgm");

    private final List<Path> images;
    private final SourceOptions options;
    private int next;
    private boolean decodedAny;
    private FfmpegFrameSource current;
    private volatile boolean interrupted;

    private ImageFolderSource(List<Path> images, SourceOptions options) {
        this.images = images;
        this.options = options;
    }

    /** @throws SourceException when the folder cannot be read or has no images */
    public static ImageFolderSource open(Path folder, SourceOptions options) throws SourceException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> images = files.filter(ImageFolderSource::isImage)
                    .sorted((a, b) -> NaturalOrder.compare(a.getFileName().toString(), b.getFileName().toString()))
                    .toList();
            if (images.isEmpty()) {
                throw new SourceException("the folder '" + folder
                        + "' has no images; give one with .png, .jpg or .bmp files, or a video");
            }
            return new ImageFolderSource(images, options);
        } catch (IOException e) {
            throw new SourceException("the folder '" + folder + "' cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean advance() throws SourceException {
        closeCurrent();
        while (next < images.size() && !interrupted) {
            if (decode(images.get(next++))) {
                decodedAny = true;
                return true;
            }
        }
        if (!decodedAny && !interrupted) {
            throw new SourceException("none of the images in '" + images.get(0).getParent()
                    + "' can be decoded; give a folder with sound ones");
        }
        return false;
    }

    @Override
    public void copyTo(FrameBuffer buffer) throws SourceException {
        if (current == null) {
            throw new IllegalStateException("there is no frame before advance() or after the end");
        }
        current.copyTo(buffer);
    }

    @Override
    public long captureNanos() {
        return Math.round((next - 1) * 1e9 / FRAME_RATE);
    }

    @Override
    public boolean isLive() {
        return false;
    }

    @Override
    public double frameRate() {
        return FRAME_RATE;
    }

    @Override
    public long frameCount() {
        return images.size();
    }

    @Override
    public void interrupt() {
        interrupted = true;
    }

    @Override
    public void close() {
        closeCurrent();
    }

    private boolean decode(Path image) {
        try {
            current = FfmpegFrameSource.open(SourceAddress.parse(image.toString()), options);
            return current.advance();
        } catch (SourceException e) {
            log.warn("skipped an image: {}", e.getMessage());
            closeCurrent();
            return false;
        }
    }

    private void closeCurrent() {
        if (current != null) {
            current.close();
            current = null;
        }
    }

    /** Whether a file's ending is that of an image. */
    public static boolean isImage(Path file) {
        String name = file.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return ENDINGS.contains(ending) && Files.isRegularFile(file);
    }
}
