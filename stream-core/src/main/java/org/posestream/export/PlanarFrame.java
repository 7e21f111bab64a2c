package org.posestream.export;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.Ffmpeg;

/**
 * The picture that an encoder reads, in FFmpeg's memory: its rows are aligned and padded as vector code wants them. One
 * thread uses it.
 */
final class PlanarFrame implements AutoCloseable {

    private final AVFrame frame;

    /**
     * @param pixelFormat FFmpeg's number of it
     * @throws IOException when there is no memory for it
     */
    PlanarFrame(int pixelFormat, int width, int height, ColorMatrix color) throws IOException {
        frame = av_frame_alloc();
        frame.format(pixelFormat).width(width).height(height);
        frame.colorspace(Ffmpeg.colorSpace(color)).color_range(Ffmpeg.colorRange(color));
        int code = av_frame_get_buffer(frame, 0);
        if (code < 0) {
            close();
            throw new IOException("there is no memory for a picture of " + width + "x" + height + ": "
                    + Ffmpeg.message(code));
        }
    }

    /** The frame, to be written to: its memory moves when an encoder still reads what was written before. */
    AVFrame writable() throws IOException {
        int code = av_frame_make_writable(frame);
        if (code < 0) {
            throw new IOException("there is no memory for a picture: " + Ffmpeg.message(code));
        }
        return frame;
    }

    /** The frame, to be read. */
    AVFrame get() {
        return frame;
    }

    /** A view of a plane, valid until the next {@link #writable()}. */
    ByteBuffer plane(int plane, int rows) {
        return frame.data(plane).capacity((long) stride(plane) * rows).asByteBuffer();
    }

    /** Bytes from row to row of a plane. */
    int stride(int plane) {
        return frame.linesize(plane);
    }

    @Override
    public void close() {
        av_frame_free(frame);
    }
}
