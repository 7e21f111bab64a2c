/** Stages, counters and latencies; and how far poses are from the truth. */
package org.posestream.metrics;
