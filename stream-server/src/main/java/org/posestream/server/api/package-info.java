/**
 * The HTTP API: cameras are listed, added, changed, paused and removed; streams, networks and the configuration are
 * told. Sockets are the business of {@code web}, who may do what that of {@code access}.
 */
package org.posestream.server.api;
