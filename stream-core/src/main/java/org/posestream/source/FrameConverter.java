package org.posestream.source;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_CL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_FCC;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE240M;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_PAL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ411P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ440P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ444P;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;
import static org.bytedeco.ffmpeg.global.avutil.av_image_copy_plane;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.IntPointer;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.Ffmpeg;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.I420Pointers;
import org.posestream.source.PlaneRotation.Orientation;

/** Copies decoded frames of any pixel format, upright, into I420 buffers. Owns the scaler; one thread uses it. */
final class FrameConverter implements AutoCloseable {

    /** Vector code of the scaler may write a whole register at a row's end: only such rows are written in place. */
    private static final int SAFE_WIDTH = 64;

    private final I420Pointers target = new I420Pointers();
    private final FrameBuffer lying = new FrameBuffer(0);
    private SwsContext scaler;
    private AVFrame padded;
    private int scalerFormat;
    private int scalerWidth;
    private int scalerHeight;
    private ColorMatrix scalerColor;

    /** Copies the frame, turned and mirrored as its metadata say, and gives the buffer its size. */
    void copy(AVFrame frame, FrameBuffer buffer) throws SourceException {
        Orientation orientation = orientation(frame);
        if (orientation.equals(Orientation.UPRIGHT)) {
            copyLying(frame, buffer);
        } else {
            copyLying(frame, lying);
            PlaneRotation.rotate(lying, orientation, buffer);
        }
    }

    /** Whether the frame lies on its side: upright, its width and height are exchanged. */
    static boolean isTurned(AVFrame frame) {
        return orientation(frame).quarterTurns() % 2 != 0;
    }

    @Override
    public void close() {
        freeScaler();
        target.close();
    }

    private static Orientation orientation(AVFrame frame) {
        AVFrameSideData data = av_frame_get_side_data(frame, AV_FRAME_DATA_DISPLAYMATRIX);
        if (data == null) {
            return Orientation.UPRIGHT;
        }
        IntPointer matrix = new IntPointer(data.data());
        double degreesAnticlockwise = av_display_rotation_get(matrix);
        if (Double.isNaN(degreesAnticlockwise)) {
            return Orientation.UPRIGHT;
        }
        // The rotation is that of the x axis: a matrix that mirrors, by its determinant, turns the y axis round.
        boolean flipped = (double) matrix.get(0) * matrix.get(4) < (double) matrix.get(1) * matrix.get(3);
        return new Orientation((int) Math.round(-degreesAnticlockwise / 90) & 3, flipped);
    }

    private void copyLying(AVFrame frame, FrameBuffer buffer) throws SourceException {
        buffer.resize(frame.width(), frame.height(), colorOf(frame));
        target.pointAt(buffer);
        if (frame.format() == AV_PIX_FMT_YUV420P || frame.format() == AV_PIX_FMT_YUVJ420P) {
            copyPlanes(frame, buffer);
        } else {
            scale(frame, buffer);
        }
    }

    private void copyPlanes(AVFrame frame, FrameBuffer buffer) {
        for (int plane = 0; plane < 3; plane++) {
            int width = buffer.planeWidth(plane);
            av_image_copy_plane(target.plane(plane), width, frame.data(plane), frame.linesize(plane), width,
                    buffer.planeHeight(plane));
        }
    }

    private void scale(AVFrame frame, FrameBuffer buffer) throws SourceException {
        prepareScaler(frame, buffer.color());
        if (padded == null) {
            sws_scale(scaler, frame.data(), frame.linesize(), 0, frame.height(), target.planes(), target.strides());
        } else {
            sws_scale(scaler, frame.data(), frame.linesize(), 0, frame.height(), padded.data(), padded.linesize());
            copyPlanes(padded, buffer);
        }
    }

    private void prepareScaler(AVFrame frame, ColorMatrix color) throws SourceException {
        if (scaler != null && frame.format() == scalerFormat && frame.width() == scalerWidth
                && frame.height() == scalerHeight && color.equals(scalerColor)) {
            return;
        }
        freeScaler();
        scalerFormat = frame.format();
        scalerWidth = frame.width();
        scalerHeight = frame.height();
        scalerColor = color;
        scaler = sws_getContext(scalerWidth, scalerHeight, scalerFormat, scalerWidth, scalerHeight,
                AV_PIX_FMT_YUV420P, SWS_BILINEAR, null, null, (double[]) null);
        if (scaler == null) {
            throw new SourceException("frames of " + scalerWidth + "x" + scalerHeight + " in pixel format "
                    + scalerFormat + " cannot be converted; convert the video to 8 bit 4:2:0 first");
        }
        boolean hd = color.equals(ColorMatrix.BT709_LIMITED) || color.equals(ColorMatrix.BT709_FULL);
        IntPointer matrix = sws_getCoefficients(hd ? SWS_CS_ITU709 : SWS_CS_ITU601);
        int full = color.lumaOffset() == 0 ? 1 : 0;
        sws_setColorspaceDetails(scaler, matrix, full, matrix, full, 0, 1 << 16, 1 << 16);
        if (scalerWidth % SAFE_WIDTH != 0) {
            padded = av_frame_alloc();
            padded.format(AV_PIX_FMT_YUV420P).width(scalerWidth).height(scalerHeight);
            if (av_frame_get_buffer(padded, 0) < 0) {
                freeScaler();
                throw new SourceException("there is no memory to convert a frame of " + scalerWidth + "x"
                        + scalerHeight + "; scale the video down first");
            }
        }
    }

    private void freeScaler() {
        sws_freeContext(scaler);
        scaler = null;
        if (padded != null) {
            av_frame_free(padded);
            padded = null;
        }
    }

    private static ColorMatrix colorOf(AVFrame frame) {
        AVPixFmtDescriptor format = av_pix_fmt_desc_get(frame.format());
        if ((format.flags() & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0) {
            // The scaler's fast paths from RGB know this one only.
            return ColorMatrix.BT601_LIMITED;
        }
        if (format.nb_components() < 3) {
            // Grey is in full range unless it says otherwise.
            return frame.color_range() == AVCOL_RANGE_MPEG ? ColorMatrix.BT601_LIMITED : ColorMatrix.BT601_FULL;
        }
        boolean full = frame.color_range() == AVCOL_RANGE_JPEG || isJpeg(frame.format());
        int space = frame.colorspace();
        if (space == AVCOL_SPC_BT709 || space == AVCOL_SPC_BT2020_NCL || space == AVCOL_SPC_BT2020_CL) {
            return full ? ColorMatrix.BT709_FULL : ColorMatrix.BT709_LIMITED;
        }
        if (space == AVCOL_SPC_SMPTE170M || space == AVCOL_SPC_BT470BG || space == AVCOL_SPC_FCC
                || space == AVCOL_SPC_SMPTE240M) {
            return full ? ColorMatrix.BT601_FULL : ColorMatrix.BT601_LIMITED;
        }
        return Ffmpeg.defaultColor(frame.height(), full);
    }

    private static boolean isJpeg(int pixelFormat) {
        return pixelFormat == AV_PIX_FMT_YUVJ420P || pixelFormat == AV_PIX_FMT_YUVJ422P
                || pixelFormat == AV_PIX_FMT_YUVJ444P || pixelFormat == AV_PIX_FMT_YUVJ440P
                || pixelFormat == AV_PIX_FMT_YUVJ411P;
    }
}
