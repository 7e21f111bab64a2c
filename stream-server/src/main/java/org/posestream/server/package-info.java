/** The composition root: commands, configuration, the network. */
package org.posestream.server;
