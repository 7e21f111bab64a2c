/**
 * The page that shows the streams: plain modules of JavaScript, with three.js for the 3D view, as files of the class
 * path that are read once. There is nothing to build; {@link org.posestream.server.page.Page} lists all of them.
 */
package org.posestream.server.page;
