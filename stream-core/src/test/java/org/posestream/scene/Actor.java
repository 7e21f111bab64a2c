package org.posestream.scene;

import org.posestream.render.Vec3;

/** Somebody who moves in a scene. */
interface Actor {

    /** World positions (metres, y up) of the COCO-17 joints in a frame; null while they are not there. */
    Vec3[] at(int frame);

    /** The same person, there only from one frame to before another. */
    default Actor between(int first, int end) {
        return frame -> frame >= first && frame < end ? at(frame) : null;
    }
}
