/**
 * People who cross, hide, leave and come back, as joints with exact truth, and networks that find them with the errors
 * that networks make: what trackers are compared on, quickly and over many seeds.
 */
package org.posestream.scene;
