package org.posestream.rtsp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class H264ClipTest {

    private static final HexFormat HEX = HexFormat.of();

    @Test
    void shouldTakeAByteStreamApart() {
        H264Clip clip = H264Clip.parse(HEX.parseHex("00000001 6742c01f01 00000001 680203 000001 06ff"
                .replace(" ", "") + "000001" + "658801" + "000001" + "654002" + "00000001" + "419a03"), 25);
        assertArrayEquals(HEX.parseHex("6742c01f01"), clip.sequenceSet());
        assertArrayEquals(HEX.parseHex("680203"), clip.pictureSet());
        assertEquals(List.of(true, false), clip.pictures().stream().map(H264Clip.Picture::isKey).toList());
        assertEquals(List.of("658801", "654002"),
                clip.pictures().get(0).units().stream().map(HEX::formatHex).toList());
        assertEquals(List.of("419a03"), clip.pictures().get(1).units().stream().map(HEX::formatHex).toList());
    }

    @Test
    void shouldRefuseAStreamWithoutSets() {
        byte[] keyOnly = HEX.parseHex("00000001658801");
        assertThrows(IllegalArgumentException.class, () -> H264Clip.parse(keyOnly, 25));
    }

    @Test
    void shouldShowWithoutAnEndWhatIsDue() {
        H264Clip clip = TestClips.tiny();
        assertEquals(2_300_000_000L, clip.unixNanosAt(23));
        assertEquals(24, clip.keyFrameFrom(2_300_000_000L));
        assertEquals(24, clip.keyFrameFrom(2_400_000_000L));
        assertEquals(26, clip.keyFrameFrom(2_400_001_000L));
        assertEquals(clip.pictures().get(3), clip.picture(4_000_000_003L));
    }
}
