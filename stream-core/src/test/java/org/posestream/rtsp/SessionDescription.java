package org.posestream.rtsp;

import java.util.Base64;

/** What a server tells of its stream (SDP, RFC 4566 and 6184). */
final class SessionDescription {

    /** Name of the only track, relative to the stream's address. */
    static final String TRACK = "track1";

    private SessionDescription() {
    }

    static String of(H264Clip clip) {
        Base64.Encoder base64 = Base64.getEncoder();
        byte[] set = clip.sequenceSet();
        return String.join("\r\n",
                "v=0",
                "o=- 0 0 IN IP4 127.0.0.1",
                "s=camera",
                "c=IN IP4 0.0.0.0",
                "t=0 0",
                "a=control:*",
                "m=video 0 RTP/AVP " + RtpPacketizer.PAYLOAD_TYPE,
                "a=rtpmap:" + RtpPacketizer.PAYLOAD_TYPE + " H264/" + RtpPacketizer.TICKS_PER_SECOND,
                "a=fmtp:" + RtpPacketizer.PAYLOAD_TYPE + " packetization-mode=1;profile-level-id="
                        + String.format("%02X%02X%02X", set[1], set[2], set[3]) + ";sprop-parameter-sets="
                        + base64.encodeToString(set) + "," + base64.encodeToString(clip.pictureSet()),
                "a=framerate:" + clip.framesPerSecond(),
                "a=control:" + TRACK,
                "");
    }
}
