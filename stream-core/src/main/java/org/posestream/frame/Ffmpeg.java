package org.posestream.frame;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What reading and writing by FFmpeg have in common: its errors as text, its log, its names of colour matrices. */
public final class Ffmpeg {

    /** Images at least this high are taken for BT.709 when they do not say, as HDTV is; lower ones for BT.601. */
    private static final int HD_HEIGHT = 720;

    static {
        loadUninterrupted();
        // Its own log goes to the process's standard error; every error is reported by us, in one line.
        av_log_set_level(AV_LOG_QUIET);
    }

    private Ffmpeg() {
    }

    /** Loads FFmpeg's libraries and silences its log; to be called before any of its classes is used. */
    public static void load() {
        // Loading this class does it.
    }

    /**
     * On a thread of its own: an interrupt of the thread on which libraries are unpacked for the first time would make
     * them unusable for as long as the program runs, and readers of cameras are interrupted.
     */
    private static void loadUninterrupted() {
        Thread loading = new Thread(Libraries::load, "ffmpeg-loading");
        loading.setDaemon(true);
        loading.start();
        boolean interrupted = false;
        while (loading.isAlive()) {
            try {
                loading.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Apart from the class around it, whose initialization waits for this. */
    private static final class Libraries {
        private static final Logger log = LoggerFactory.getLogger(Libraries.class);

        /** Those that cannot be loaded say so again where they are used. */
        static void load() {
            for (Class<?> library : List.of(avutil.class, swscale.class, avcodec.class, avformat.class,
                    avdevice.class)) {
                try {
                    Loader.load(library);
                } catch (LinkageError e) {
                    log.debug("{} cannot be loaded: {}", library.getSimpleName(), e.toString());
                }
            }
        }
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
