package org.posestream.pipeline;

import org.posestream.frame.FramePool;

/**
 * What belongs to one camera: its permits now, its tracks soon.
 *
 * @param number never given to another camera of the pipeline
 * @param name name of the stream
 * @param live whether frames come at their own pace
 * @param pool its buffers
 */
record Camera(int number, String name, boolean live, FramePool pool) {
}
