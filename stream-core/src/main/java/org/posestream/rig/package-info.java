/**
 * From joints to what animates an avatar: rotations of the bones of Unity's humanoid, which VRM and the VMC protocol
 * use too.
 *
 * <p>Axes are Unity's: left-handed, x right, y up, z forward, metres. In the rest pose, a T-pose in which every
 * rotation is the identity, a person stands on y = 0, faces +z and has the left hand at -x. A person who faces the
 * camera is turned as in the rest pose: a point (x, y, z) of the camera's axes is (-x, -y, -z) here. To negate all
 * three is to change from right-handed to left-handed axes and to turn half round the vertical at once.
 *
 * <p>{@link org.posestream.rig.BodyPoints} is what is known of a person, {@link org.posestream.rig.HumanoidPose} what
 * is made of it, {@link org.posestream.rig.HumanoidSolver} the way between; a better one replaces that class alone.
 */
package org.posestream.rig;
