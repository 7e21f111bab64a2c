package org.posestream.source;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.avcodec.AVCodecContext.FF_THREAD_FRAME;
import static org.bytedeco.ffmpeg.avcodec.AVCodecContext.FF_THREAD_SLICE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.posestream.frame.Ffmpeg;
import org.posestream.frame.FrameBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files, web addresses, network streams and cameras, decoded by FFmpeg.
 *
 * <p>It stands on FFmpeg's C interface because the Java grabbers around it take a lock of the whole JVM while they
 * open, where one dead camera holds up all others. Owns everything native; closed by the thread that reads.
 */
public final class FfmpegFrameSource implements FrameSource {

    private static final Logger log = LoggerFactory.getLogger(FfmpegFrameSource.class);

    /** For videos that do not say; only missing time stamps are made up from it. */
    private static final double ASSUMED_FRAME_RATE = 30;

    /** Pictures may end before the sound and clocks are coarse; what lacks more of its duration was cut off. */
    private static final double LARGEST_GAP = 0.05;
    private static final double LARGEST_GAP_SECONDS = 0.5;

    /** Devices that do not block say "not yet": asked again so soon, a frame waits unnoticeably and no core is busy. */
    private static final long POLL_NANOS = 1_000_000;

    private final SourceAddress address;
    private final SourceOptions options;
    private final FfmpegInput input;
    private final FrameConverter converter = new FrameConverter();
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private AVCodecContext decoder;
    private boolean live;
    private double frameRate;
    private long frameCount;
    private double seconds;
    private double nanosPerTick;
    private long firstTimestamp = AV_NOPTS_VALUE;
    private long captureNanos = -1;
    private double endNanos;
    private long frames;
    private boolean hasFrame;
    private long brokenPackets;
    private boolean closed;

    private FfmpegFrameSource(SourceAddress address, SourceOptions options) {
        this.address = address;
        this.options = options;
        input = new FfmpegInput(address, options);
    }

    /**
     * Opens anything but a folder.
     *
     * @throws SourceException when it cannot be read, has no pictures, or their codec is unknown
     */
    public static FfmpegFrameSource open(SourceAddress address, SourceOptions options) throws SourceException {
        FfmpegFrameSource source = new FfmpegFrameSource(address, options);
        try {
            source.input.open();
            source.openDecoder();
            source.describe();
            return source;
        } catch (SourceException e) {
            source.close();
            throw e;
        }
    }

    @Override
    public boolean advance() throws SourceException {
        requireOpen();
        hasFrame = false;
        while (!input.isInterrupted()) {
            int code = avcodec_receive_frame(decoder, frame);
            if (code >= 0) {
                stamp();
                frames++;
                hasFrame = true;
                return true;
            }
            if (code == AVERROR_EOF) {
                return end();
            }
            feedDecoder();
        }
        return false;
    }

    @Override
    public void copyTo(FrameBuffer buffer) throws SourceException {
        requireOpen();
        if (!hasFrame) {
            throw new IllegalStateException("there is no frame before advance() or after the end");
        }
        converter.copy(frame, buffer);
    }

    @Override
    public long captureNanos() {
        return captureNanos;
    }

    @Override
    public boolean isLive() {
        return live;
    }

    @Override
    public double frameRate() {
        return frameRate;
    }

    @Override
    public long frameCount() {
        return frameCount;
    }

    @Override
    public void interrupt() {
        input.interrupt();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        converter.close();
        av_frame_free(frame);
        av_packet_free(packet);
        if (decoder != null) {
            avcodec_free_context(decoder);
        }
        input.close();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("'" + address + "' was closed");
        }
    }

    private void openDecoder() throws SourceException {
        AVStream video = input.video();
        int codecId = video.codecpar().codec_id();
        AVCodec codec = avcodec_find_decoder(codecId);
        if (codec == null) {
            throw new SourceException("the codec '" + avcodec_get_name(codecId).getString() + "' of '" + address
                    + "' is not supported; convert the video to H.264 or VP9");
        }
        live = !input.isFinite();
        decoder = avcodec_alloc_context3(codec);
        avcodec_parameters_to_context(decoder, video.codecpar());
        decoder.pkt_timebase(video.time_base());
        decoder.thread_count(options.decodeThreads());
        if (live) {
            decoder.flags(decoder.flags() | AV_CODEC_FLAG_LOW_DELAY);
        }
        // Frame threads hold back one frame each.
        decoder.thread_type(live ? FF_THREAD_SLICE : FF_THREAD_FRAME | FF_THREAD_SLICE);
        if (avcodec_open2(decoder, codec, (AVDictionary) null) < 0) {
            throw new SourceException("the decoder of '" + address + "' does not start; the file is damaged or uses a"
                    + " rare variant of its codec: convert it to H.264 or VP9");
        }
    }

    private void describe() {
        AVStream video = input.video();
        nanosPerTick = 1e9 * video.time_base().num() / video.time_base().den();
        try (AVRational rate = av_guess_frame_rate(input.container(), video, null)) {
            frameRate = rate.num() > 0 && rate.den() > 0 ? (double) rate.num() / rate.den() : 0;
        }
        if (!live) {
            seconds = video.duration() > 0 ? video.duration() * nanosPerTick / 1e9
                    : Math.max(0, input.container().duration()) / (double) AV_TIME_BASE;
            long estimate = input.isImage() ? 1 : Math.round(seconds * frameRate);
            frameCount = video.nb_frames() > 0 ? video.nb_frames() : estimate;
        }
    }

    /** Gives the decoder the next packet, or tells it that there are no more. */
    private void feedDecoder() throws SourceException {
        int code = input.read(packet);
        if (code == AVERROR_EAGAIN()) {
            LockSupport.parkNanos(POLL_NANOS);
            return;
        }
        if (code < 0) {
            requireWhole(input.reasonOfEnd(code));
            avcodec_send_packet(decoder, null);
            return;
        }
        if (packet.stream_index() == input.video().index() && avcodec_send_packet(decoder, packet) < 0) {
            brokenPackets++;
        }
        av_packet_unref(packet);
    }

    /** A file of the web that breaks off fails: half its results must not pass for all. A cut file just ends. */
    private void requireWhole(int reason) throws SourceException {
        if (live || !address.isNetwork() || input.isInterrupted() || reason == AVERROR_EOF) {
            return;
        }
        throw new SourceException("'" + address + "' "
                + (input.timedOut() ? "stopped answering" : "broke off (" + Ffmpeg.message(reason) + ")")
                + "; check the network, or copy the file first");
    }

    private boolean end() throws SourceException {
        if (frames == 0 && !live && !input.isInterrupted()) {
            throw new SourceException("'" + address + "' holds no picture that can be decoded; the file is damaged");
        }
        if (!input.isInterrupted()) {
            warnOfDamage();
        }
        brokenPackets = 0;
        seconds = 0;
        return false;
    }

    private void warnOfDamage() {
        double read = endNanos / 1e9;
        if (!live && seconds - read > Math.max(LARGEST_GAP_SECONDS, LARGEST_GAP * seconds)) {
            log.warn(String.format(Locale.ROOT, "'%s' was cut off: %.1f s of its %.1f s could be read; fetch the whole"
                    + " file if the rest matters", address, read, seconds));
        } else if (brokenPackets > 0) {
            log.warn("skipped broken packets of '{}': {}", address, brokenPackets);
        }
    }

    private void stamp() {
        if (live) {
            captureNanos = Math.max(captureNanos + 1, System.nanoTime());
            return;
        }
        long timestamp = frame.best_effort_timestamp();
        if (firstTimestamp == AV_NOPTS_VALUE) {
            firstTimestamp = timestamp;
        }
        long nanos = timestamp == AV_NOPTS_VALUE ? -1 : Math.round((timestamp - firstTimestamp) * nanosPerTick);
        captureNanos = nanos > captureNanos ? nanos : captureNanos + nominalInterval();
        endNanos = captureNanos + Math.max(frame.duration() * nanosPerTick, nominalInterval());
    }

    private long nominalInterval() {
        return captureNanos < 0 ? 1 : Math.round(1e9 / (frameRate > 0 ? frameRate : ASSUMED_FRAME_RATE));
    }
}
