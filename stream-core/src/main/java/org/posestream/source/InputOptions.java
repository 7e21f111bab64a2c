package org.posestream.source;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.posestream.source.SourceOptions.Transport;

/** What FFmpeg is told when it opens an address. */
final class InputOptions {

    /** How long packets that overtake each other over UDP are waited for. */
    private static final String REORDERING_MICROS = "50000";

    private InputOptions() {
    }

    /** FFmpeg's options by name; those that a user gave win. */
    static Map<String, String> of(SourceAddress address, SourceOptions options) {
        Map<String, String> all = new TreeMap<>();
        // Behind our own, which is told more clearly and covers the whole of an opening.
        String timeoutMicros = Long.toString(Math.max(1, options.timeoutNanos() / 500));
        switch (address.kind()) {
            // A percent sign in the name of an image is no pattern.
            case FILE -> all.put("pattern_type", "none");
            case WEB -> all.put("rw_timeout", timeoutMicros);
            case STREAM -> {
                all.put("fflags", "nobuffer");
                all.put("max_delay", "0");
                if (address.url().toLowerCase(Locale.ROOT).startsWith("rtsp")) {
                    addRtsp(all, options.transport(), timeoutMicros);
                } else {
                    // Beware of "timeout" here: to rtmp it means to wait for a caller, in seconds.
                    all.put("rw_timeout", timeoutMicros);
                }
            }
            case DEVICE -> addDevice(all, address.inputFormat().orElse(""), options.deviceFormat());
            case FOLDER, GRAPH -> {
                // FFmpeg's defaults
            }
        }
        all.putAll(options.inputOptions());
        return all;
    }

    private static void addRtsp(Map<String, String> all, Transport transport, String timeoutMicros) {
        all.put("timeout", timeoutMicros);
        // Sound would cost bandwidth, and its clock would be allowed to move the pictures' one.
        all.put("allowed_media_types", "video");
        switch (transport) {
            case TCP -> all.put("rtsp_transport", "tcp");
            case UDP -> {
                all.put("rtsp_transport", "udp");
                all.put("max_delay", REORDERING_MICROS);
            }
        }
    }

    private static void addDevice(Map<String, String> all, String device, SourceFormat asked) {
        String pixels = asked.codec().isEmpty() ? asked.pixelFormat() : asked.codec();
        if (!pixels.isEmpty()) {
            all.put(device.equals("v4l2") ? "input_format" : "pixel_format", pixels);
        }
        if (asked.width() > 0) {
            all.put("video_size", asked.width() + "x" + asked.height());
        }
        if (asked.framesPerSecond() > 0) {
            all.put("framerate", Double.toString(asked.framesPerSecond()));
        }
    }
}
