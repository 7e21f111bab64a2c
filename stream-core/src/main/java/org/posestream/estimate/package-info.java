/** From person boxes to 2D joints (and 3D, where the network gives them). */
package org.posestream.estimate;
