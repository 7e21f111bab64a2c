/** Frames from files, cameras and streams. */
package org.posestream.source;
