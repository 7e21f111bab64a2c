/** Results as files. */
package org.posestream.export;
