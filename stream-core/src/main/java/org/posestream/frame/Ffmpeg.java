package org.posestream.frame;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;

/** What reading and writing by FFmpeg have in common: its errors as text, its log, its names of colour matrices. */
public final class Ffmpeg {

    /** Images at least this high are taken for BT.709 when they do not say, as HDTV is; lower ones for BT.601. */
    private static final int HD_HEIGHT = 720;

    /** FFmpeg's own log goes to the process's standard error; every error is reported by us, in one line. */
    static {
        av_log_set_level(AV_LOG_QUIET);
    }

    private Ffmpeg() {
    }

    /** Silences FFmpeg's own log. */
    public static void quiet() {
        // Loading this class does it.
    }

    /** FFmpeg's text for a negative return code. */
    public static String message(int code) {
        byte[] text = new byte[256];
        av_strerror(code, text, text.length);
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    /** The matrix of an image that does not say which it has. */
    public static ColorMatrix defaultColor(int height, boolean fullRange) {
        if (height >= HD_HEIGHT) {
            return fullRange ? ColorMatrix.BT709_FULL : ColorMatrix.BT709_LIMITED;
        }
        return fullRange ? ColorMatrix.BT601_FULL : ColorMatrix.BT601_LIMITED;
    }

    /** AVColorSpace of a matrix. */
    public static int colorSpace(ColorMatrix color) {
        boolean hd = color.equals(ColorMatrix.BT709_LIMITED) || color.equals(ColorMatrix.BT709_FULL);
        return hd ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M;
    }

    /** AVColorRange of a matrix. */
    public static int colorRange(ColorMatrix color) {
        return color.lumaOffset() == 0 ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
    }
}
