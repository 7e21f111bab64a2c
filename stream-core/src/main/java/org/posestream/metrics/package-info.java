/** Stages, counters and latencies. */
package org.posestream.metrics;
