package org.posestream.rtsp;

import java.io.Closeable;
import java.io.IOException;

/** The way that a stream's packets take to one client. */
interface PacketChannel extends Closeable {

    /** Sends a packet of the stream. */
    void sendRtp(byte[] packet) throws IOException;

    /** Sends a packet about the stream. */
    void sendRtcp(byte[] packet) throws IOException;

    /** Sends bytes that are no packet. */
    void sendStray(byte[] bytes) throws IOException;
}
