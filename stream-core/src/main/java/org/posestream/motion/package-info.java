/** Smoothing over time, in capture time. */
package org.posestream.motion;
