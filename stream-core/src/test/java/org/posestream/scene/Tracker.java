package org.posestream.scene;

import org.posestream.frame.PersonBuffer;

/** Gives the people of a frame identities, in place; may remove some. */
interface Tracker {

    void assign(PersonBuffer people, long captureNanos);
}
