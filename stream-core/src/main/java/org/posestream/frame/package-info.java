/** Pixels on loan and the mutable slots of the ring; single writer at a time. */
package org.posestream.frame;
