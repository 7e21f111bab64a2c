/** Immutable results and the topologies that give their indices a meaning; uses nothing else of the project. */
package org.posestream.pose;
