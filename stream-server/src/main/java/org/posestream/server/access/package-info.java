/**
 * Who may do what over the network: {@link org.posestream.server.access.AccessGate} judges requests,
 * {@link org.posestream.server.access.CameraGuard} cameras that are named by them. Rules that are told the time and
 * know no sockets; only the guard looks names up.
 */
package org.posestream.server.access;
