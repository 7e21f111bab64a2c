package org.posestream.export;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_NOFILE;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_ENCODER_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.posestream.frame.Ffmpeg;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.I420Pointers;

/** Encodes frames into a video file or stream; one thread uses it. {@link #close()} completes the file. */
public final class VideoEncoder implements AutoCloseable {

    /** Whole ticks a frame for 24, 25, 30, 30/1.001, 50 and 60 frames/s, and within the 65,535 that MPEG-4 allows. */
    private static final int TICKS_PER_SECOND = 60_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** These take even sizes only: the last column or row of an odd image is left out. */
    private static final List<String> EVEN_SIZES_ONLY = List.of("libopenh264", "mpeg4");

    private final String address;
    private final VideoFormat format;
    private final AVRational tick = new AVRational();
    private final I420Pointers source = new I420Pointers();
    private final AVPacket packet = av_packet_alloc();
    private AVFormatContext container;
    private AVStream stream;
    private AVCodecContext codec;
    private PlanarFrame frame;
    private SwsContext scaler;
    private boolean headerWritten;
    private boolean closed;
    private long lastTicks = -1;

    private VideoEncoder(String address, VideoFormat format) {
        this.address = address;
        this.format = format;
        tick.num(1).den(TICKS_PER_SECOND);
    }

    /** An H.264 video; where the build has no H.264 encoder, MPEG-4. The file's ending names the container. */
    public static VideoEncoder open(Path path, int width, int height, double frameRate, long bitRate)
            throws IOException {
        return open(path.toString(), VideoFormat.h264(width, height, frameRate, bitRate));
    }

    /**
     * Opens the file (an ending {@code .part} is ignored when the container is chosen) or an {@code rtsp://} address.
     *
     * @throws IOException when it cannot be written, or the build cannot encode that
     */
    public static VideoEncoder open(String address, VideoFormat format) throws IOException {
        Ffmpeg.load();
        VideoEncoder encoder = new VideoEncoder(address, format);
        try {
            encoder.openContainer();
            encoder.openCodec();
            encoder.writeHeader();
            encoder.allocateFrame();
            return encoder;
        } catch (IOException e) {
            encoder.free();
            throw e;
        }
    }

    /**
     * Adds a frame of the format's size.
     *
     * @param ptsNanos presentation time from the video's start; frames that do not come later than their predecessor
     *     are moved one tick behind it
     */
    public void write(FrameBuffer image, long ptsNanos) throws IOException {
        if (closed) {
            throw new IllegalStateException("the video " + address + " was closed");
        }
        if (image.width() != format.width() || image.height() != format.height()) {
            throw new IllegalArgumentException("frames of " + address + " are " + format.width() + "x"
                    + format.height() + ", but one is " + image.width() + "x" + image.height());
        }
        AVFrame picture = frame.writable();
        source.pointAt(image);
        sws_scale(scaler, source.planes(), source.strides(), 0, sourceSize(format.height()),
                picture.data(), picture.linesize());
        lastTicks = Math.max(lastTicks + 1, toTicks(ptsNanos));
        picture.pts(lastTicks);
        encode(picture);
    }

    /** Completes the file and frees everything. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        try {
            encode(null);
            check(av_write_trailer(container));
        } finally {
            free();
        }
    }

    private static long toTicks(long nanos) {
        long seconds = nanos / NANOS_PER_SECOND;
        long rest = nanos % NANOS_PER_SECOND;
        return seconds * TICKS_PER_SECOND + (rest * TICKS_PER_SECOND + NANOS_PER_SECOND / 2) / NANOS_PER_SECOND;
    }

    private void openContainer() throws IOException {
        container = new AVFormatContext(null);
        String type = address.startsWith("rtsp:") ? "rtsp" : null;
        check(avformat_alloc_output_context2(container, (AVOutputFormat) null, type, name()));
        stream = avformat_new_stream(container, null);
        if ((container.oformat().flags() & AVFMT_NOFILE) == 0) {
            AVIOContext file = new AVIOContext(null);
            check(avio_open(file, address, AVIO_FLAG_WRITE));
            container.pb(file);
        }
    }

    private String name() {
        return address.endsWith(".part") ? address.substring(0, address.length() - 5) : address;
    }

    private void openCodec() throws IOException {
        int code = openCodec(format.codec());
        if (code < 0 && format.codec().equals("libopenh264")) {
            // Builds without it, and images beyond its 9.4 million pixels.
            code = openCodec("mpeg4");
        }
        if (code == AVERROR_ENCODER_NOT_FOUND) {
            throw new IOException("this build of FFmpeg has no encoder '" + format.codec() + "'");
        }
        check(code);
        check(avcodec_parameters_from_context(stream.codecpar(), codec));
        stream.time_base(tick);
        stream.avg_frame_rate(codec.framerate());
    }

    private int openCodec(String name) throws IOException {
        if (codec != null) {
            avcodec_free_context(codec);
            codec = null;
        }
        AVCodec encoder = avcodec_find_encoder_by_name(name);
        if (encoder == null) {
            return AVERROR_ENCODER_NOT_FOUND;
        }
        codec = avcodec_alloc_context3(encoder);
        codec.width(encodedSize(format.width())).height(encodedSize(format.height()));
        codec.pix_fmt(pixelFormat());
        codec.bit_rate(format.bitRate());
        codec.time_base(tick);
        try (AVRational rate = new AVRational()) {
            codec.framerate(rate.num((int) Math.round(format.frameRate() * 1001)).den(1001));
        }
        codec.gop_size((int) Math.max(1, Math.round(2 * format.frameRate())));
        codec.colorspace(Ffmpeg.colorSpace(format.color()));
        codec.color_range(Ffmpeg.colorRange(format.color()));
        codec.thread_count(1);
        if ((container.oformat().flags() & AVFMT_GLOBALHEADER) != 0) {
            codec.flags(codec.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        }
        return avcodec_open2(codec, encoder, (AVDictionary) null);
    }

    private int pixelFormat() throws IOException {
        int pixels = av_get_pix_fmt(format.pixelFormat());
        if (pixels == AV_PIX_FMT_NONE) {
            throw new IOException("this build of FFmpeg has no pixel format '" + format.pixelFormat() + "'");
        }
        return pixels;
    }

    private void writeHeader() throws IOException {
        AVDictionary options = new AVDictionary(null);
        try {
            if (address.startsWith("rtsp:")) {
                av_dict_set(options, "rtsp_transport", "tcp", 0);
            }
            check(avformat_write_header(container, options));
            headerWritten = true;
        } finally {
            av_dict_free(options);
        }
    }

    private void allocateFrame() throws IOException {
        frame = new PlanarFrame(codec.pix_fmt(), codec.width(), codec.height(), format.color());
        // Equal formats and sizes are copied as they are.
        scaler = sws_getCachedContext(null, sourceSize(format.width()), sourceSize(format.height()),
                AV_PIX_FMT_YUV420P, codec.width(), codec.height(), codec.pix_fmt(), SWS_BILINEAR, null, null,
                (double[]) null);
        if (scaler == null) {
            throw new IOException("cannot convert frames to the pixel format '" + format.pixelFormat() + "'");
        }
    }

    /** Sends a frame, or null for the end, and writes the packets that are ready. */
    private void encode(AVFrame image) throws IOException {
        check(avcodec_send_frame(codec, image));
        int code = avcodec_receive_packet(codec, packet);
        for (; code >= 0; code = avcodec_receive_packet(codec, packet)) {
            packet.duration(Math.round(TICKS_PER_SECOND / format.frameRate()));
            av_packet_rescale_ts(packet, tick, stream.time_base());
            packet.stream_index(0);
            check(av_interleaved_write_frame(container, packet));
        }
        if (code != AVERROR_EAGAIN() && code != AVERROR_EOF) {
            check(code);
        }
    }

    private int sourceSize(int size) {
        return size > 1 && EVEN_SIZES_ONLY.contains(format.codec()) ? size & ~1 : size;
    }

    private int encodedSize(int size) {
        return EVEN_SIZES_ONLY.contains(format.codec()) ? Math.max(2, sourceSize(size)) : size;
    }

    private void check(int code) throws IOException {
        if (code < 0) {
            throw new IOException("cannot write '" + name() + "': " + Ffmpeg.message(code)
                    + "; give a folder that can be written" + (headerWritten ? "" : " and a name such as video.mp4"));
        }
    }

    private void free() {
        closed = true;
        sws_freeContext(scaler);
        if (frame != null) {
            frame.close();
        }
        if (codec != null) {
            avcodec_free_context(codec);
        }
        if (container != null && !container.isNull()) {
            if (container.pb() != null && (container.oformat().flags() & AVFMT_NOFILE) == 0) {
                AVIOContext file = container.pb();
                container.pb(null);
                avio_closep(file);
            }
            avformat_free_context(container);
        }
        av_packet_free(packet);
        source.close();
        tick.close();
    }
}
