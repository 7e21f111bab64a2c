package org.posestream.source;

import static org.bytedeco.ffmpeg.global.avformat.AVFMT_NOTIMESTAMPS;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_stream_get_parser;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_network_init;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avio_size;
import static org.bytedeco.ffmpeg.avcodec.AVCodecParserContext.PARSER_FLAG_COMPLETE_FRAMES;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_NONE;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_PRFT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_move_ref;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avdevice.avdevice_register_all;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParserContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.posestream.pose.PoseFrame;

/** An opened container, its video stream, and the means to end a read that hangs. Owns the container. */
final class FfmpegInput implements AutoCloseable {

    private static final AtomicLong NEXT_ID = new AtomicLong(1);
    private static final Map<Long, FfmpegInput> OPEN = new ConcurrentHashMap<>();

    /** One for all inputs, kept for ever: native code holds it, and the number of such callbacks is limited. */
    private static final IoInterrupt INTERRUPT = new IoInterrupt();

    private final SourceAddress address;
    private final SourceOptions options;
    private final Handle handle = new Handle(NEXT_ID.getAndIncrement());
    private AVFormatContext container;
    private AVStream video;
    private final SizeTPointer sideDataSize = new SizeTPointer(1);
    private final AVPacket held = av_packet_alloc();
    private long deadlineNanos;
    private long beginNanos;
    private long readNanos;
    private boolean assembled;
    private volatile boolean interrupted;

    /** Opens nothing yet. */
    FfmpegInput(SourceAddress address, SourceOptions options) {
        this.address = address;
        this.options = options;
    }

    /**
     * Opens the container and finds its video stream; on failure everything is freed. An interrupt of the calling
     * thread ends it as {@link #interrupt()} does.
     */
    void open() throws SourceException {
        OPEN.put(handle.id(), this);
        try {
            openContainer();
            startClock();
            if (isFinite()) {
                avformat_find_stream_info(container, (AVDictionary) null);
            } else {
                awaitVideo();
            }
            video = findVideo();
            requireUninterrupted();
            requireVideo();
        } catch (SourceException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Reads the next packet of the video stream; a negative code of FFmpeg at the end or on failure. */
    int read(AVPacket packet) {
        startClock();
        if (held.size() > 0) {
            av_packet_move_ref(packet, held);
            return 0;
        }
        return isInterrupted() ? AVERROR_EXIT : readNext(packet);
    }

    /** When the last packet began to arrive, or, where that is not known, when it was read. */
    long arrivalNanos() {
        return assembled ? beginNanos : readNanos;
    }

    /**
     * The sender's wall-clock time that came with a packet, nanoseconds since 1970-01-01 UTC, or
     * {@link PoseFrame#UNKNOWN_TIME}.
     */
    long senderUnixNanos(AVPacket packet) {
        BytePointer reference = av_packet_get_side_data(packet, AV_PKT_DATA_PRFT, sideDataSize);
        // AVProducerReferenceTime begins with its wall clock, an int64 of microseconds.
        return reference == null || sideDataSize.get() < Long.BYTES ? PoseFrame.UNKNOWN_TIME
                : reference.getLong() * 1000;
    }

    /**
     * Whether a parser puts the packets together from smaller ones. It passes one on when it sees the next begin, with
     * the side data of that; known after the first packet.
     */
    boolean isAssembled() {
        return assembled;
    }

    /** What really ended reading: demuxers take a connection that broke off for the end of the file. */
    int reasonOfEnd(int code) {
        int failure = container.pb() == null ? 0 : container.pb().error();
        return code == AVERROR_EOF && failure < 0 ? failure : code;
    }

    AVFormatContext container() {
        return container;
    }

    AVStream video() {
        return video;
    }

    /** Whether there is an end to it: a file, be it on the web, rather than a camera. */
    boolean isFinite() {
        return switch (address.kind()) {
            case FILE, FOLDER, GRAPH -> true;
            case STREAM, DEVICE -> false;
            case WEB -> container.duration() > 0 || (container.pb() != null && avio_size(container.pb()) > 0
                    && !container.iformat().name().getString().startsWith("hls"));
        };
    }

    /** Whether its time stamps are its own, rather than counted by FFmpeg at an assumed rate. */
    boolean hasStamps() {
        return (container.iformat().flags() & AVFMT_NOTIMESTAMPS) == 0;
    }

    /** Whether it is a single picture. */
    boolean isImage() {
        String format = container.iformat().name().getString();
        return format.endsWith("_pipe") || format.equals("image2");
    }

    /** Whether it, or the calling thread, was told to give up. */
    boolean isInterrupted() {
        return interrupted || Thread.currentThread().isInterrupted();
    }

    void interrupt() {
        interrupted = true;
    }

    @Override
    public void close() {
        if (container != null && !container.isNull()) {
            avformat_close_input(container);
        }
        container = null;
        OPEN.remove(handle.id());
        handle.close();
        sideDataSize.close();
        av_packet_free(held);
    }

    private void openContainer() throws SourceException {
        if (address.isNetwork()) {
            avformat_network_init();
        }
        AVInputFormat format = findFormat();
        container = avformat_alloc_context();
        container.interrupt_callback().callback(INTERRUPT).opaque(handle);
        AVDictionary dictionary = new AVDictionary(null);
        try {
            InputOptions.of(address, options).forEach((key, value) -> av_dict_set(dictionary, key, value, 0));
            startClock();
            int code = avformat_open_input(container, address.url(), format, dictionary);
            requireUninterrupted();
            if (code < 0) {
                throw new SourceException(OpeningFailure.message(address, options.inputOptions().keySet(), code,
                        timedOut() ? options.timeoutNanos() : 0));
            }
            requireOptionsUsed(dictionary);
        } finally {
            av_dict_free(dictionary);
        }
    }

    private int readNext(AVPacket packet) {
        int code = av_read_frame(container, packet);
        long now = System.nanoTime();
        beginNanos = readNanos == 0 ? now : readNanos;
        readNanos = now;
        AVCodecParserContext parser = code < 0 ? null
                : av_stream_get_parser(container.streams(packet.stream_index()));
        assembled = parser == null ? assembled : (parser.flags() & PARSER_FLAG_COMPLETE_FRAMES) == 0;
        return code;
    }

    /**
     * Reads until the pictures are known, where the beginning does not tell them, and holds the first. FFmpeg's own
     * search reads on for seconds, and drops what it has read of a stream that is not to be buffered.
     */
    private void awaitVideo() throws SourceException {
        AVStream found = findVideo();
        int code = 0;
        while (code >= 0 && (found == null || found.codecpar().codec_id() == AV_CODEC_ID_NONE)) {
            av_packet_unref(held);
            code = isInterrupted() ? AVERROR_EXIT : readNext(held);
            found = findVideo();
        }
        requireUninterrupted();
        if (found == null && code < 0 && timedOut()) {
            throw new SourceException(OpeningFailure.message(address, options.inputOptions().keySet(), code,
                    options.timeoutNanos()));
        }
        if (found == null || held.stream_index() != found.index()) {
            av_packet_unref(held);
        }
    }

    private void requireUninterrupted() throws SourceException {
        if (isInterrupted()) {
            throw new SourceException("opening '" + address + "' was interrupted");
        }
    }

    private AVInputFormat findFormat() throws SourceException {
        if (address.inputFormat().isEmpty()) {
            return null;
        }
        String name = address.inputFormat().get();
        try {
            avdevice_register_all();
        } catch (LinkageError e) {
            throw new SourceException("'" + address + "' needs FFmpeg's devices, whose library does not load here;"
                    + " on Debian and Ubuntu: apt install libpulse0", e);
        }
        AVInputFormat format = av_find_input_format(name);
        if (format == null) {
            throw new SourceException("'" + address + "' needs FFmpeg's device '" + name
                    + "', which this system does not have; give a file, a stream or a camera of this system");
        }
        return format;
    }

    private void requireOptionsUsed(AVDictionary unused) throws SourceException {
        for (String key : options.inputOptions().keySet()) {
            if (av_dict_get(unused, key, null, 0) != null) {
                throw new SourceException("FFmpeg has no option '" + key + "' for '" + address + "'; leave it out");
            }
        }
    }

    private AVStream findVideo() {
        int index = av_find_best_stream(container, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
        // A cover picture of a song is no video.
        return index < 0 || (container.streams(index).disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0 ? null
                : container.streams(index);
    }

    private void requireVideo() throws SourceException {
        if (video == null) {
            throw new SourceException("'" + address + "' has no video stream; give a file or address with pictures");
        }
        for (int i = 0; i < container.nb_streams(); i++) {
            if (i != video.index()) {
                container.streams(i).discard(AVDISCARD_ALL);
            }
        }
    }

    private void startClock() {
        deadlineNanos = System.nanoTime() + options.timeoutNanos();
    }

    /** Whether this reason of an end, of an input that nobody interrupted, is that nothing came for too long. */
    boolean timedOut(int reason) {
        // What a parser still held may have been read in between, and was then given a time of its own.
        return timedOut() || reason == AVERROR_EXIT;
    }

    /** Whether the current wait for the network has lasted too long. */
    private boolean timedOut() {
        return address.isNetwork() && System.nanoTime() - deadlineNanos > 0;
    }

    /** Asked by FFmpeg again and again, on the thread that waits for bytes: 1 makes it give up. */
    private static final class IoInterrupt extends AVIOInterruptCB.Callback_Pointer {
        @Override
        public int call(Pointer opaque) {
            FfmpegInput input = OPEN.get(opaque.address());
            return input != null && (input.isInterrupted() || input.timedOut()) ? 1 : 0;
        }
    }

    /** A number dressed up as a pointer, by which the callback finds its input; nothing lies at that address. */
    private static final class Handle extends Pointer {
        Handle(long id) {
            address = id;
        }

        long id() {
            return address;
        }
    }
}
