package org.posestream.export;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.Ffmpeg;
import org.posestream.frame.FrameBuffer;

/**
 * Makes JPEG files (JFIF, baseline, 4:2:0) of frames, whose sizes and colours may change from one to the next. One
 * thread uses it; it owns native memory, which grows with the largest frame and is kept until it is closed.
 */
public final class JpegEncoder implements AutoCloseable {

    /** FFmpeg's coarsest quantiser, and the finest that clips nothing. */
    private static final int MAX_QUANTISER = 31;
    private static final int MIN_QUANTISER = 2;
    /** The quantiser whose table is about as coarse as that of Annex K of ITU-T T.81, which is called quality 50. */
    private static final double QUANTISER_OF_ANNEX_K = 10;

    private final int quantiser;
    private final AVPacket packet;
    private JpegColors colors = new JpegColors(ColorMatrix.BT601_LIMITED);
    private AVCodecContext codec;
    private SwsContext scaler;
    /** As large as the frames. */
    private PlanarFrame original;
    /** As large as the JPEG; the same as the original where nothing is scaled. */
    private PlanarFrame picture;
    private boolean closed;

    /**
     * @param quality 1..100 with the meaning that most programs give it: 50 divides by the example tables of the
     *     standard, 75 by half of them; from 90 on all is the same
     */
    public JpegEncoder(int quality) {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("quality must be between 1 and 100, but was " + quality);
        }
        double scale = quality < 50 ? 50.0 / quality : 2 - quality / 50.0;
        quantiser = (int) Math.max(MIN_QUANTISER, Math.min(MAX_QUANTISER, Math.round(QUANTISER_OF_ANNEX_K * scale)));
        Ffmpeg.load();
        packet = av_packet_alloc();
    }

    /**
     * Encodes a frame, which is only read.
     *
     * @param maxWidth pixels; a wider frame is scaled down to this width and keeps its shape
     * @return a file, not used again by this object
     * @throws IOException when FFmpeg cannot encode it: a side is longer than 65,500 pixels, or there is no memory
     */
    public byte[] encode(FrameBuffer image, int maxWidth) throws IOException {
        if (closed) {
            throw new IllegalStateException("the encoder was closed");
        }
        if (maxWidth < 1) {
            throw new IllegalArgumentException("maxWidth must be at least 1, but was " + maxWidth);
        }
        prepare(image, Math.min(maxWidth, image.width()));
        original.writable();
        colors.convert(image, original);
        if (scaler != null) {
            AVFrame from = original.get();
            AVFrame to = picture.writable();
            sws_scale(scaler, from.data(), from.linesize(), 0, from.height(), to.data(), to.linesize());
        }
        return encode(picture.get());
    }

    /** Frees everything; nothing can be encoded any more. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            free();
            av_packet_free(packet);
        }
    }

    private void prepare(FrameBuffer image, int width) throws IOException {
        if (!image.color().equals(colors.color())) {
            colors = new JpegColors(image.color());
        }
        boolean fits = codec != null && codec.width() == width && original.get().width() == image.width()
                && original.get().height() == image.height();
        if (fits) {
            return;
        }
        free();
        try {
            open(image, width, (int) Math.max(1, Math.round((double) image.height() * width / image.width())));
        } catch (IOException e) {
            free();
            throw e;
        }
    }

    private void open(FrameBuffer image, int width, int height) throws IOException {
        original = new PlanarFrame(AV_PIX_FMT_YUV420P, image.width(), image.height(), ColorMatrix.BT601_FULL);
        picture = original;
        if (width != image.width()) {
            picture = new PlanarFrame(AV_PIX_FMT_YUV420P, width, height, ColorMatrix.BT601_FULL);
            scaler = sws_getContext(image.width(), image.height(), AV_PIX_FMT_YUV420P, width, height,
                    AV_PIX_FMT_YUV420P, SWS_AREA, null, null, (double[]) null);
            if (scaler == null) {
                throw new IOException("a picture of " + image.width() + "x" + image.height() + " cannot be scaled to "
                        + width + "x" + height);
            }
        }
        openCodec(width, height);
    }

    private void openCodec(int width, int height) throws IOException {
        AVCodec encoder = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
        if (encoder == null) {
            throw new IOException("this build of FFmpeg has no encoder for JPEG");
        }
        codec = avcodec_alloc_context3(encoder);
        codec.width(width).height(height).pix_fmt(AV_PIX_FMT_YUV420P);
        codec.colorspace(Ffmpeg.colorSpace(ColorMatrix.BT601_FULL));
        codec.color_range(Ffmpeg.colorRange(ColorMatrix.BT601_FULL));
        try (AVRational tick = new AVRational()) {
            // It wants one, and square pixels make it write the header of JFIF.
            codec.time_base(tick.num(1).den(1));
            codec.sample_aspect_ratio(tick);
        }
        // Bit-exact leaves out the name of the program.
        codec.flags(codec.flags() | AV_CODEC_FLAG_QSCALE | AV_CODEC_FLAG_BITEXACT);
        codec.global_quality(FF_QP2LAMBDA * quantiser);
        codec.thread_count(1);
        check(avcodec_open2(codec, encoder, (AVDictionary) null));
    }

    private byte[] encode(AVFrame frame) throws IOException {
        frame.quality(codec.global_quality());
        frame.pts(frame.pts() < 0 ? 0 : frame.pts() + 1);
        check(avcodec_send_frame(codec, frame));
        check(avcodec_receive_packet(codec, packet));
        byte[] file = new byte[packet.size()];
        packet.data().get(file);
        av_packet_unref(packet);
        return file;
    }

    private void check(int code) throws IOException {
        if (code < 0) {
            throw new IOException("a picture of " + codec.width() + "x" + codec.height()
                    + " cannot be encoded as JPEG: " + Ffmpeg.message(code));
        }
    }

    private void free() {
        if (codec != null) {
            avcodec_free_context(codec);
            codec = null;
        }
        sws_freeContext(scaler);
        scaler = null;
        if (picture != null && picture != original) {
            picture.close();
        }
        picture = null;
        if (original != null) {
            original.close();
            original = null;
        }
    }
}
