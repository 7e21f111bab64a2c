/**
 * Pictures of cameras as JPEG, single ones and as a stream of them, with or without the skeletons. Nothing is copied,
 * drawn or encoded but for somebody who looks: the thread that publishes copies the pixels that are due, the thread
 * {@code preview} does all the rest, once for everybody who looks at the same.
 */
package org.posestream.server.preview;
