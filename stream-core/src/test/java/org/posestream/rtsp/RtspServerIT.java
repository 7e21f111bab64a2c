package org.posestream.rtsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posestream.frame.FrameBuffer;
import org.posestream.source.FrameSource;
import org.posestream.source.FrameSources;
import org.posestream.source.SourceException;
import org.posestream.source.SourceOptions;
import org.posestream.source.SourceOptions.Transport;

/** The server against FFmpeg as its client. */
@Timeout(60)
class RtspServerIT {

    private static H264Clip clip;

    private final FrameBuffer buffer = new FrameBuffer(0);

    @BeforeAll
    static void encode() throws IOException {
        clip = CountedClip.encode(320, 240, 25);
    }

    @ParameterizedTest
    @EnumSource
    void shouldShowEveryPictureAtItsTime(Transport transport) throws Exception {
        try (RtspServer server = RtspServer.start(clip, RtspServerOptions.DEFAULT);
                FrameSource source = FrameSources.open(server.url(), SourceOptions.DEFAULT.withTransport(transport))) {
            assertTrue(source.isLive());
            int last = readNumber(source);
            for (int i = 0; i < 30; i++) {
                int number = readNumber(source);
                assertEquals((last + 1) % CountedClip.PICTURES, number);
                last = number;
                long index = Math.round(source.captureUnixNanos() * 1e-9 * clip.framesPerSecond());
                assertEquals(number, index % CountedClip.PICTURES);
            }
            assertEquals("320x240", source.format().width() + "x" + source.format().height());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAdmitThoseWhoKnowThePassword(Access.Scheme scheme) throws Exception {
        Access access = Access.by(scheme, "user", "p4ss");
        RtspServerOptions options = RtspServerOptions.DEFAULT.withAccess(access);
        try (RtspServer server = RtspServer.start(clip, options)) {
            try (FrameSource source = FrameSources.open(server.urlWith("user", "p4ss"), SourceOptions.DEFAULT)) {
                assertTrue(source.advance());
            }
            if (scheme != Access.Scheme.NONE) {
                SourceException e = assertThrows(SourceException.class,
                        () -> FrameSources.open(server.urlWith("user", "s3cret"), SourceOptions.DEFAULT));
                assertTrue(e.getMessage().contains("give the right user name and password"), e.getMessage());
                assertFalse(e.getMessage().contains("s3cret"), e.getMessage());
            }
        }
    }

    @Test
    void shouldKnowNoOtherPath() throws Exception {
        try (RtspServer server = RtspServer.start(clip, RtspServerOptions.DEFAULT)) {
            SourceException e = assertThrows(SourceException.class,
                    () -> FrameSources.open(server.url() + "era", SourceOptions.DEFAULT));
            assertTrue(e.getMessage().contains("check the path behind the host"), e.getMessage());
        }
    }

    @Test
    void shouldHearSignsOfLife() throws Exception {
        RtspServerOptions options = RtspServerOptions.DEFAULT.withSessionTimeout(Duration.ofSeconds(2));
        try (RtspServer server = RtspServer.start(clip, options);
                FrameSource source = FrameSources.open(server.url(), SourceOptions.DEFAULT)) {
            for (int frames = 0; frames < 250 && server.signsOfLife() == 0; frames++) {
                assertTrue(source.advance());
            }
            assertTrue(server.signsOfLife() > 0);
        }
    }

    @Test
    void shouldForgetClientsThatLeft() throws Exception {
        try (RtspServer server = RtspServer.start(clip, RtspServerOptions.DEFAULT)) {
            try (FrameSource source = FrameSources.open(server.url(), SourceOptions.DEFAULT)) {
                assertTrue(source.advance());
                assertEquals(1, server.clients());
            }
            server.dropClients();
            assertEquals(0, server.clients());
        }
    }

    private int readNumber(FrameSource source) throws SourceException {
        assertTrue(source.advance());
        source.copyTo(buffer);
        return CountedPicture.read(buffer);
    }
}
