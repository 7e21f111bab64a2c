package org.posestream.scene;

/**
 * How wrong networks are.
 *
 * @param misses factor on the chance that the detector misses somebody; 1: 4 % of those who are wholly visible
 * @param ghosts new ghosts a second; each lasts half a second on average and looks a bit like a person
 * @param flips factor on the share of frames with exchanged sides; 1: whole body in 1.5 %, arms in 3 %, legs in 4 %
 * @param jitter deviation of a visible joint, in person sizes
 */
record NetworkErrors(double misses, double ghosts, double flips, double jitter) {

    static final NetworkErrors USUAL = new NetworkErrors(1, 0.2, 1, 0.012);
}
