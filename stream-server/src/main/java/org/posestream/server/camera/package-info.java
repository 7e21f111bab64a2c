/** The cameras of a running server: added, changed, paused and removed by name while the others go on. */
package org.posestream.server.camera;
