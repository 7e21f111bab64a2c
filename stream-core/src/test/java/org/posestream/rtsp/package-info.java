/**
 * An RTSP camera for tests, with switches for everything that cameras and networks do wrong.
 *
 * <p>{@link org.posestream.rtsp.RtspServer} speaks enough of RTSP 1.0 (RFC 2326) for players: it sends an H.264 clip
 * over and over as RTP (RFC 3550, RFC 6184), within the connection or over UDP, with sender reports. What the camera
 * shows tells its time: picture n is due at n periods since 1970, and bears n modulo the clip's length.
 */
package org.posestream.rtsp;
