package org.posestream.server.camera;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posestream.rtsp.CountedClip;
import org.posestream.rtsp.RtspServer;
import org.posestream.rtsp.RtspServerOptions;
import org.posestream.server.access.AddressRange;
import org.posestream.server.access.CameraGuard;
import org.posestream.server.config.CameraConfig;
import org.posestream.source.FrameSource;
import org.posestream.source.SourceException;
import org.posestream.source.SourceOptions.Transport;

/** FFmpeg, kept to what a guard lets through, still receives a camera. */
@Timeout(60)
class CameraOpeningIT {

    private static final CameraGuard HERE = new CameraGuard(Set.of("rtsp"), List.of(AddressRange.parse("127.0.0.1")));

    @ParameterizedTest
    @EnumSource(Transport.class)
    void shouldReceiveACameraThatTheGuardLetsThrough(Transport transport) throws Exception {
        try (RtspServer camera = camera();
                FrameSource source = CameraOpening.guarded(() -> HERE).open(config(camera, transport))) {
            assertTrue(source.advance());
        }
    }

    @Test
    void shouldNotConnectToOneThatItDoesNot() throws Exception {
        try (RtspServer camera = camera()) {
            SourceException refusal = assertThrows(SourceException.class,
                    () -> CameraOpening.guarded(() -> CameraGuard.DEFAULT).open(config(camera, Transport.TCP)));
            assertTrue(refusal.getMessage().contains("access.camera-networks"), refusal.getMessage());
        }
    }

    private static RtspServer camera() throws Exception {
        return RtspServer.start(CountedClip.encode(320, 240, 25), RtspServerOptions.DEFAULT);
    }

    private static CameraConfig config(RtspServer camera, Transport transport) {
        CameraConfig like = CameraConfig.DEFAULT;
        return new CameraConfig(camera.url(), true, transport, like.freshness(), 0, like.readTimeout(),
                like.openTimeout(), like.stallTimeout(), like.longestPause(), 1, like.device(), like.options());
    }
}
