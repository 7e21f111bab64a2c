/** Identities: who is who from frame to frame. */
package org.posestream.track;
