/** The commands, and the one place where the parts are put together: {@link org.posestream.server.command.Engine}. */
package org.posestream.server.command;
