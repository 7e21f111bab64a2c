/** Identities: who is who from frame to frame. Smooths its boxes with the filter of {@code motion}. */
package org.posestream.track;
