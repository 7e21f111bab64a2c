/**
 * Skeletons by Open Sound Control over UDP: rotations for avatars by the VMC protocol, and joints as they are for
 * creative tools.
 *
 * <p>Every target has a thread of its own, so that a name that takes long to resolve costs the others nothing. What is
 * sent is decided by an {@link org.posestream.server.osc.OscSource}, which is told the time and knows no sockets.
 */
package org.posestream.server.osc;
