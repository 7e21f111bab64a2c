package org.posestream.pose;

/**
 * One joint of a topology.
 *
 * @param name the joint's name, lower case, for example {@code left_wrist}
 * @param parent index of the joint it hangs on; -1 for the root
 * @param mirror index of its left-right counterpart; its own index for joints of the middle
 * @param oksSigma the joint's tolerance in object keypoint similarity, as a fraction of the person's size
 */
public record Joint(String name, int parent, int mirror, float oksSigma) {
}
