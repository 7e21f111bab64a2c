package org.posestream.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.posestream.source.SourceOptions.Transport;

class InputOptionsTest {

    private static final SourceOptions OPTIONS = SourceOptions.DEFAULT.withTimeoutNanos(3_000_000_000L);

    @Test
    void shouldReadRtspOverTcpWithoutDelay() throws Exception {
        assertEquals(Map.of("rtsp_transport", "tcp", "timeout", "6000000", "allowed_media_types", "video",
                "fflags", "nobuffer", "max_delay", "0"), of("rtsps://host/cam", OPTIONS));
    }

    @Test
    void shouldWaitForPacketsThatOvertakeEachOtherOverUdp() throws Exception {
        Map<String, String> options = of("RTSP://host/cam", OPTIONS.withTransport(Transport.UDP));
        assertEquals("udp", options.get("rtsp_transport"));
        assertEquals("50000", options.get("max_delay"));
    }

    @Test
    void shouldNotMakeRtmpWaitForACaller() throws Exception {
        assertEquals(Map.of("rw_timeout", "6000000", "fflags", "nobuffer", "max_delay", "0"),
                of("rtmp://host/live", OPTIONS));
    }

    @Test
    void shouldLetTheUsersOptionsWin() throws Exception {
        Map<String, String> options = of("rtsp://host/cam",
                OPTIONS.withInputOptions(Map.of("timeout", "1", "rtsp_flags", "listen")));
        assertEquals("1", options.get("timeout"));
        assertEquals("listen", options.get("rtsp_flags"));
    }

    @Test
    void shouldRefuseHalfASize() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                () -> new SourceFormat("", "", 640, 0, 0));
        assertEquals("width and height must both be above 0, or both 0, but were 640x0", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new SourceFormat("", "", 0, 0, Double.NaN));
    }

    private static Map<String, String> of(String address, SourceOptions options) throws SourceException {
        return InputOptions.of(SourceAddress.parse(address), options);
    }
}
