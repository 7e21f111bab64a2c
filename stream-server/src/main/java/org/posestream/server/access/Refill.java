package org.posestream.server.access;

/**
 * How often something may happen: so many times at once, and then again and again.
 *
 * @param burst times at once, from 1
 * @param perSecond times a second after that, above 0
 */
record Refill(double burst, double perSecond) {

    Refill {
        if (!(burst >= 1) || !(perSecond > 0)) {
            throw new IllegalArgumentException("burst must be at least 1 and perSecond above 0, but were " + burst
                    + " and " + perSecond);
        }
    }
}
