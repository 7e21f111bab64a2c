package org.posestream.rtsp;

import java.util.List;
import org.posestream.rtsp.H264Clip.Picture;

/** Clips that no decoder has to understand. */
final class TestClips {

    static final byte[] SEQUENCE_SET = {0x67, 0x42, (byte) 0xC0, 0x1F, 1};
    static final byte[] PICTURE_SET = {0x68, 2, 3};

    private TestClips() {
    }

    /** Four pictures at ten a second, the first and the third of them key frames. */
    static H264Clip tiny() {
        Picture key = new Picture(List.of(new byte[] {0x65, (byte) 0x88, 1}), true);
        Picture other = new Picture(List.of(new byte[] {0x41, (byte) 0x9A, 2}), false);
        return new H264Clip(SEQUENCE_SET, PICTURE_SET, List.of(key, other, key, other), 10);
    }
}
