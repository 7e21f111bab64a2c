package org.posestream.server.access;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token bucket for each address: what an address did is forgotten once its bucket is full again, and the addresses
 * that are remembered are bounded. Time is given by the caller; any thread may use it.
 */
final class AddressRates {

    /** Remembered at a time; beyond, whoever was seen least lately begins anew. */
    private static final int MAX_ADDRESSES = 10_000;

    private static final double NANOS = 1e9;

    private final Refill refill;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    AddressRates(Refill refill) {
        this.refill = refill;
    }

    /** Takes one from the address's bucket; returns 0, or the seconds until there is one again, rounded up. */
    synchronized long take(InetAddress address, long nowNanos) {
        Bucket bucket = buckets.computeIfAbsent(PeerNetwork.of(address), key -> new Bucket(refill.burst(), nowNanos));
        bucket.fill(refill, nowNanos);
        if (buckets.size() > MAX_ADDRESSES) {
            buckets.remove(buckets.keySet().iterator().next());
        }
        if (bucket.level >= 1) {
            bucket.level--;
            return 0;
        }
        return secondsUntilOne(bucket);
    }

    /** The seconds until there is one in the address's bucket, rounded up; 0 where there is now. Takes nothing. */
    synchronized long wait(InetAddress address, long nowNanos) {
        Bucket bucket = buckets.get(PeerNetwork.of(address));
        if (bucket == null) {
            return 0;
        }
        bucket.fill(refill, nowNanos);
        return bucket.level >= 1 ? 0 : secondsUntilOne(bucket);
    }

    private long secondsUntilOne(Bucket bucket) {
        return Math.max(1, (long) Math.ceil((1 - bucket.level) / refill.perSecond()));
    }

    private static final class Bucket {
        private double level;
        private long atNanos;

        Bucket(double level, long atNanos) {
            this.level = level;
            this.atNanos = atNanos;
        }

        void fill(Refill refill, long nowNanos) {
            level = Math.min(refill.burst(), level + Math.max(0, nowNanos - atNanos) / NANOS * refill.perSecond());
            atNanos = nowNanos;
        }
    }
}
