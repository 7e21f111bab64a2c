package org.posestream.rtsp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.posestream.frame.FrameBuffer;

class CountedPictureTest {

    @Test
    void shouldShowEveryNumberInAPicture() {
        for (int number = 0; number < 256; number++) {
            assertEquals(number, CountedPicture.read(CountedPicture.paint(320, 240, number)));
        }
        FrameBuffer grey = CountedPicture.paint(320, 240, 0);
        for (int i = 0; i < 320 * 240; i++) {
            grey.pixels().put(i, (byte) 120);
        }
        assertEquals(CountedPicture.UNREADABLE, CountedPicture.read(grey));
    }
}
