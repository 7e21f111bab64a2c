package org.posestream.source;

import java.nio.file.Path;

/** Opens whatever an address names. */
public final class FrameSources {

    private FrameSources() {
    }

    /**
     * Opens a file, folder of images, stream or camera; see {@link SourceAddress#parse}.
     *
     * @throws SourceException in one line: the address, what is wrong with it, and what to do
     */
    public static FrameSource open(String address, SourceOptions options) throws SourceException {
        SourceAddress parsed = SourceAddress.parse(address);
        return switch (parsed.kind()) {
            case FOLDER -> ImageFolderSource.open(Path.of(parsed.url().substring("file:".length())), options);
            case FILE, WEB, STREAM, DEVICE, GRAPH -> FfmpegFrameSource.open(parsed, options);
        };
    }

    /** Opens a camera or stream as it is; a file plays without end in real time, as if it were a camera. */
    public static FrameSource openAsCamera(String address, SourceOptions options) throws SourceException {
        FrameSource source = open(address, options);
        if (source.isLive()) {
            return source;
        }
        source.close();
        return new PacedFrameSource(new LoopedFrameSource(() -> open(address, options)));
    }
}
