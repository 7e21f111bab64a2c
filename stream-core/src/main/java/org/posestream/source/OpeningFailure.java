package org.posestream.source;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_FORBIDDEN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_UNAUTHORIZED;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EINVAL;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EIO;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.TreeSet;
import org.posestream.frame.Ffmpeg;

/** Why something could not be opened, in one line with the mend. */
final class OpeningFailure {

    private static final String SENDER = "check the address and that the sender is on";

    private OpeningFailure() {
    }

    /**
     * The line.
     *
     * @param optionNames FFmpeg's options that a user gave; their values may be secret
     * @param code FFmpeg's
     * @param timeoutNanos the time-out that was reached, or 0
     */
    static String message(SourceAddress address, Set<String> optionNames, int code, long timeoutNanos) {
        String line = line(address, code, timeoutNanos);
        return code == AVERROR_EINVAL() && timeoutNanos == 0 && !optionNames.isEmpty()
                ? line + ", and the values of the options " + String.join(", ", new TreeSet<>(optionNames)) : line;
    }

    private static String line(SourceAddress address, int code, long timeoutNanos) {
        String reason = timeoutNanos > 0 ? "no answer within " + timeoutNanos / 1_000_000 + " ms"
                : Ffmpeg.message(code);
        return switch (address.kind()) {
            case FILE, FOLDER -> "'" + address + "' is not a video or image that can be read, or was cut off ("
                    + reason + "); give a file that plays in a video player";
            case WEB, STREAM -> "cannot connect to '" + address + "': "
                    + (timeoutNanos > 0 ? reason + "; " + SENDER : network(address, code, reason));
            case DEVICE -> "cannot open the camera '" + address + "': " + reason
                    + "; check that it is plugged in and that no other program uses it";
            case GRAPH -> "cannot build the filter graph '" + address + "': " + reason + "; check its syntax";
        };
    }

    private static String network(SourceAddress address, int code, String reason) {
        if (code == AVERROR_HTTP_UNAUTHORIZED || code == AVERROR_HTTP_FORBIDDEN) {
            return reason + "; give the right user name and password, as in "
                    + address.url().substring(0, address.url().indexOf("://")) + "://USER:PASSWORD@HOST/PATH";
        }
        if (code == AVERROR_HTTP_NOT_FOUND) {
            return reason + "; check the path behind the host";
        }
        if (code == AVERROR_INVALIDDATA) {
            return "what answers sends no stream of that kind; check the address and its port";
        }
        // FFmpeg tells an unknown host as any other failure.
        if (code == AVERROR_EIO() && isUnknown(address.host())) {
            return "the host is unknown; check its name, and that names are resolved here";
        }
        return reason + "; " + SENDER;
    }

    private static boolean isUnknown(String host) {
        try {
            return !host.isEmpty() && InetAddress.getAllByName(host).length == 0;
        } catch (UnknownHostException e) {
            return true;
        }
    }
}
