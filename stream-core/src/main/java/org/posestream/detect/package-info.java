/** From whole images to person boxes. */
package org.posestream.detect;
