package org.posestream.evaluate;

import java.nio.ByteBuffer;
import java.util.Random;

/** Random numbers that depend on nothing but what they are for. */
final class Randoms {

    private Randoms() {
    }

    /**
     * The generator for a purpose, the same in every run and with every JDK. A hash makes its seed, for generators of
     * neighbouring seeds begin alike.
     */
    static Random of(String purpose) {
        return new Random(ByteBuffer.wrap(DataSplit.digest("SHA-256", purpose)).getLong());
    }
}
