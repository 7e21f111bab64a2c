/** From 2D joints to 3D joints. */
package org.posestream.lift;
