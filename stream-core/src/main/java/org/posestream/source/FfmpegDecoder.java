package org.posestream.source;

import static org.bytedeco.ffmpeg.avcodec.AVCodecContext.FF_THREAD_FRAME;
import static org.bytedeco.ffmpeg.avcodec.AVCodecContext.FF_THREAD_SLICE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt_name;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/** Makes frames of the packets of a video stream, also when its codec changes. Owns the decoder and its frame. */
final class FfmpegDecoder implements AutoCloseable {

    private final SourceAddress address;
    private final AVStream video;
    private final AVCodecParameters parameters;
    private final boolean live;
    private final int threads;
    private final AVFrame frame = av_frame_alloc();
    private AVCodecContext context;
    private int pixelFormat;
    private int width;
    private int height;
    private SourceFormat format = SourceFormat.UNKNOWN;

    /**
     * Starts with what the stream says that it holds.
     *
     * @param live whether a frame must come out as soon as it can
     * @throws SourceException when the codec is unknown; everything is freed then
     */
    FfmpegDecoder(SourceAddress address, AVStream video, boolean live, int threads) throws SourceException {
        this.address = address;
        this.video = video;
        this.live = live;
        this.threads = threads;
        parameters = video.codecpar();
        try {
            start();
        } catch (SourceException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * Takes in the next packet, or null after the last.
     *
     * @return whether it was understood
     */
    boolean send(AVPacket packet) throws SourceException {
        if (packet != null && parameters.codec_id() != context.codec_id()) {
            start();
        }
        return avcodec_send_packet(context, packet) >= 0;
    }

    /** Makes {@link #frame()} the next frame; else a negative code of FFmpeg. */
    int receive() {
        return avcodec_receive_frame(context, frame);
    }

    AVFrame frame() {
        return frame;
    }

    /** What the current frame is, its rate left out; the same object as long as nothing changes. */
    SourceFormat format() {
        if (frame.width() != width || frame.height() != height || frame.format() != pixelFormat
                || format == SourceFormat.UNKNOWN) {
            width = frame.width();
            height = frame.height();
            pixelFormat = frame.format();
            boolean turned = FrameConverter.isTurned(frame);
            BytePointer pixels = av_get_pix_fmt_name(pixelFormat);
            format = new SourceFormat(codecName(), pixels == null ? "" : pixels.getString(),
                    turned ? height : width, turned ? width : height, 0);
        }
        return format;
    }

    @Override
    public void close() {
        av_frame_free(frame);
        free();
    }

    private void start() throws SourceException {
        free();
        format = SourceFormat.UNKNOWN;
        AVCodec codec = avcodec_find_decoder(parameters.codec_id());
        if (codec == null) {
            throw new SourceException("the codec '" + codecName() + "' of '" + address
                    + "' is not supported; convert the video to H.264 or VP9");
        }
        context = avcodec_alloc_context3(codec);
        avcodec_parameters_to_context(context, parameters);
        context.pkt_timebase(video.time_base());
        context.thread_count(threads);
        if (live) {
            context.flags(context.flags() | AV_CODEC_FLAG_LOW_DELAY);
        }
        // Frame threads hold back one frame each.
        context.thread_type(live ? FF_THREAD_SLICE : FF_THREAD_FRAME | FF_THREAD_SLICE);
        if (avcodec_open2(context, codec, (AVDictionary) null) < 0) {
            throw new SourceException("the decoder of '" + address + "' does not start; the file is damaged or uses a"
                    + " rare variant of its codec: convert it to H.264 or VP9");
        }
    }

    private String codecName() {
        return avcodec_get_name(parameters.codec_id()).getString();
    }

    private void free() {
        if (context != null) {
            avcodec_free_context(context);
            context = null;
        }
    }
}
