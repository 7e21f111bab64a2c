package org.posestream.source;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How a source is opened.
 *
 * @param timeoutNanos how long a network source may take to connect, or to deliver the next packet
 * @param decodeThreads threads of the decoder; one decodes 1280x720 ten times faster than it is filmed
 * @param transport how the packets of an {@code rtsp://} stream come
 * @param deviceFormat what a camera of this machine is asked for; what is empty or 0 is left to it. Cameras take the
 *     nearest that they have: {@link FrameSource#format()} tells what was got
 * @param inputOptions FFmpeg options of the demuxer, protocol or device; they win over all others
 */
public record SourceOptions(long timeoutNanos, int decodeThreads, Transport transport, SourceFormat deviceFormat,
        Map<String, String> inputOptions) {

    /**
     * Eight seconds, one thread, TCP. A supervisor waits longer for the first frame, so that the reason of a failed
     * opening is told, and less for any later one, so that it notices silence before the source does.
     */
    public static final SourceOptions DEFAULT = new SourceOptions(TimeUnit.SECONDS.toNanos(8), 1, Transport.TCP,
            SourceFormat.UNKNOWN, Map.of());

    /** How the packets of an RTSP stream come. */
    public enum Transport {
        /** Within the connection: nothing is lost, a bad network makes frames late. */
        TCP,
        /** Beside it: a bad network loses frames instead. */
        UDP
    }

    public SourceOptions {
        if (timeoutNanos < 1) {
            throw new IllegalArgumentException("timeout must be above 0, but was " + timeoutNanos + " ns");
        }
        if (decodeThreads < 1 || decodeThreads > 16) {
            throw new IllegalArgumentException("decodeThreads must be between 1 and 16, but was " + decodeThreads);
        }
        requireNonNull(transport, "transport is null");
        requireNonNull(deviceFormat, "deviceFormat is null");
        inputOptions = Map.copyOf(requireNonNull(inputOptions, "inputOptions is null"));
    }

    /** The same with another time-out. */
    public SourceOptions withTimeoutNanos(long nanos) {
        return new SourceOptions(nanos, decodeThreads, transport, deviceFormat, inputOptions);
    }

    /** The same with another transport. */
    public SourceOptions withTransport(Transport other) {
        return new SourceOptions(timeoutNanos, decodeThreads, other, deviceFormat, inputOptions);
    }

    /** The same, asking a camera of this machine for something else. */
    public SourceOptions withDeviceFormat(SourceFormat asked) {
        return new SourceOptions(timeoutNanos, decodeThreads, transport, asked, inputOptions);
    }

    /** The same with other FFmpeg options. */
    public SourceOptions withInputOptions(Map<String, String> options) {
        return new SourceOptions(timeoutNanos, decodeThreads, transport, deviceFormat, options);
    }

    /** Without the values of FFmpeg's options, which may be credentials. */
    @Override
    public String toString() {
        return "SourceOptions[timeoutNanos=" + timeoutNanos + ", decodeThreads=" + decodeThreads + ", transport="
                + transport + ", deviceFormat=" + deviceFormat + ", inputOptions=" + inputOptions.keySet() + "]";
    }
}
