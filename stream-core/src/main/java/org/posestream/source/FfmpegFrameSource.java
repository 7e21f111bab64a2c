package org.posestream.source;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.posestream.frame.Ffmpeg;
import org.posestream.frame.FrameBuffer;
import org.posestream.pose.PoseFrame;
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

    /** Pictures may end before the sound and clocks are coarse; what lacks more of its duration was cut off. */
    private static final double LARGEST_GAP = 0.05;
    private static final double LARGEST_GAP_SECONDS = 0.5;

    /** A stream may be joined long before its next key frame; what gives no picture for so many time-outs is dead. */
    private static final int UNDECODED_TIMEOUTS = 4;

    /** Live rates vary; what differs more from what the stream says is told instead. */
    private static final double LARGEST_RATE_ERROR = 0.1;

    /** Devices that do not block say "not yet": asked again so soon, a frame waits unnoticeably and no core is busy. */
    private static final long POLL_NANOS = 1_000_000;

    private final SourceAddress address;
    private final SourceOptions options;
    private final FfmpegInput input;
    private final FrameConverter converter = new FrameConverter();
    private final CaptureClock captureClock = new CaptureClock();
    private final FrameRateMeter rateMeter = new FrameRateMeter();
    private final AVPacket packet = av_packet_alloc();
    private FfmpegDecoder decoder;
    private PresentationClock presentationClock;
    private SenderClock senderClock;
    private boolean live;
    private double frameRate;
    private long frameCount;
    private double seconds;
    private double nanosPerTick;
    private long captureNanos = -1;
    private long captureUnixNanos = PoseFrame.UNKNOWN_TIME;
    private long frames;
    private boolean hasFrame;
    private SourceFormat decodedFormat;
    private volatile SourceFormat format = SourceFormat.UNKNOWN;
    private volatile long brokenPackets;
    private long brokenToReport;
    private long packetsInVain;
    private long lastPacketNanos;
    private String failure;
    private volatile String endReason;
    private boolean closed;

    private FfmpegFrameSource(SourceAddress address, SourceOptions options) {
        this.address = address;
        this.options = options;
        input = new FfmpegInput(address, options);
    }

    /**
     * Opens anything but a folder. An interrupt of the calling thread makes it give up.
     *
     * @throws SourceException when it cannot be read, has no pictures, or their codec is unknown
     */
    public static FfmpegFrameSource open(SourceAddress address, SourceOptions options) throws SourceException {
        Ffmpeg.load();
        FfmpegFrameSource source = new FfmpegFrameSource(address, options);
        try {
            source.input.open();
            source.describe();
            source.decoder = new FfmpegDecoder(address, source.input.video(), source.live, options.decodeThreads());
            return source;
        } catch (SourceException | RuntimeException | Error e) {
            source.close();
            throw e;
        }
    }

    @Override
    public boolean advance() throws SourceException {
        requireOpen();
        hasFrame = false;
        packetsInVain = 0;
        long beginNanos = System.nanoTime();
        lastPacketNanos = beginNanos;
        while (!input.isInterrupted()) {
            int code = decoder.receive();
            if (code >= 0) {
                accept();
                return true;
            }
            if (code == AVERROR_EOF) {
                return end();
            }
            if (live && isLost(beginNanos)) {
                return false;
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
        converter.copy(decoder.frame(), buffer);
    }

    @Override
    public Optional<String> endReason() {
        return Optional.ofNullable(endReason);
    }

    @Override
    public long brokenPackets() {
        return brokenPackets;
    }

    @Override
    public long captureNanos() {
        return captureNanos;
    }

    @Override
    public long captureUnixNanos() {
        return captureUnixNanos;
    }

    @Override
    public boolean isDiscontinuous() {
        return live && captureClock.isDiscontinuous();
    }

    @Override
    public SourceFormat format() {
        return format;
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
        av_packet_free(packet);
        if (decoder != null) {
            decoder.close();
        }
        input.close();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("'" + address + "' was closed");
        }
    }

    private void describe() {
        AVStream video = input.video();
        live = !input.isFinite();
        nanosPerTick = 1e9 * video.time_base().num() / video.time_base().den();
        try (AVRational rate = av_guess_frame_rate(input.container(), video, null)) {
            frameRate = rate.num() > 0 && rate.den() > 0 ? (double) rate.num() / rate.den() : 0;
        }
        presentationClock = new PresentationClock(frameRate);
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
            int reason = input.reasonOfEnd(code);
            requireWhole(reason);
            failure = live && !input.isInterrupted() ? inWords(reason) : null;
            decoder.send(null);
            return;
        }
        if (packet.stream_index() == input.video().index()) {
            decode();
        }
        av_packet_unref(packet);
    }

    private void decode() throws SourceException {
        lastPacketNanos = input.arrivalNanos();
        packetsInVain++;
        if (live) {
            if (senderClock == null) {
                senderClock = new SenderClock(input.isAssembled());
            }
            senderClock.packet(nanos(packet.pts()), input.senderUnixNanos(packet));
        }
        if (!decoder.send(packet)) {
            brokenPackets++;
            brokenToReport++;
        }
    }

    private void accept() {
        long stampNanos = nanos(decoder.frame().best_effort_timestamp());
        if (live) {
            captureClock.stamp(input.hasStamps() ? stampNanos : CaptureClock.NO_STAMP, input.arrivalNanos());
            captureNanos = captureClock.captureNanos();
            long told = senderClock.unixNanosAt(stampNanos);
            captureUnixNanos = told == PoseFrame.UNKNOWN_TIME ? WallClock.unixNanosAt(captureNanos) : told;
            rateMeter.frame(captureNanos);
        } else {
            presentationClock.stamp(stampNanos, nanos(decoder.frame().duration()));
            captureNanos = presentationClock.captureNanos();
        }
        followFormat();
        frames++;
        hasFrame = true;
    }

    private long nanos(long ticks) {
        return ticks == AV_NOPTS_VALUE ? CaptureClock.NO_STAMP : Math.round(ticks * nanosPerTick);
    }

    private void followFormat() {
        SourceFormat decoded = decoder.format();
        double nominal = Math.min(frameRate, SourceFormat.LARGEST_RATE);
        double measured = rateMeter.framesPerSecond();
        boolean isOther = measured > 0 && Math.abs(measured - nominal) > LARGEST_RATE_ERROR * nominal;
        double rate = isOther ? measured : nominal;
        if (decoded != decodedFormat || rate != format.framesPerSecond()) {
            decodedFormat = decoded;
            format = decoded.withFramesPerSecond(rate);
        }
        if (frames == 0 && !format.satisfies(options.deviceFormat())) {
            log.warn("'{}' was asked for {}, but gives {}", address, options.deviceFormat(), format);
        }
    }

    /** Whether a stream that is waited for is as good as dead: nothing comes, or nothing that gives a picture. */
    private boolean isLost(long beginNanos) {
        long now = System.nanoTime();
        if (endReason == null && now - lastPacketNanos > options.timeoutNanos()) {
            endReason = silence();
        } else if (endReason == null && (now - beginNanos) / UNDECODED_TIMEOUTS > options.timeoutNanos()) {
            endReason = "no picture in " + packetsInVain + " packets";
        }
        return endReason != null;
    }

    private String inWords(int reason) {
        if (input.timedOut(reason)) {
            return silence();
        }
        return reason == AVERROR_EOF ? "the sender closed the stream" : "broke off: " + Ffmpeg.message(reason);
    }

    private String silence() {
        return "no packet within " + options.timeoutNanos() / 1_000_000 + " ms";
    }

    /** A file of the web that breaks off fails: half its results must not pass for all. A cut file just ends. */
    private void requireWhole(int reason) throws SourceException {
        if (live || !address.isNetwork() || input.isInterrupted() || reason == AVERROR_EOF) {
            return;
        }
        throw new SourceException("'" + address + "' "
                + (input.timedOut(reason) ? "stopped answering" : "broke off (" + Ffmpeg.message(reason) + ")")
                + "; check the network, or copy the file first");
    }

    private boolean end() throws SourceException {
        if (frames == 0 && !live && !input.isInterrupted()) {
            throw new SourceException("'" + address + "' holds no picture that can be decoded; the file is damaged");
        }
        if (!input.isInterrupted()) {
            warnOfDamage();
        }
        endReason = failure;
        brokenToReport = 0;
        seconds = 0;
        return false;
    }

    private void warnOfDamage() {
        double read = presentationClock.endNanos() / 1e9;
        if (!live && seconds - read > Math.max(LARGEST_GAP_SECONDS, LARGEST_GAP * seconds)) {
            log.warn(String.format(Locale.ROOT, "'%s' was cut off: %.1f s of its %.1f s could be read; fetch the whole"
                    + " file if the rest matters", address, read, seconds));
        } else if (brokenToReport > 0) {
            log.warn("skipped broken packets of '{}': {}", address, brokenToReport);
        }
    }
}
