/**
 * What operators and their machines ask a running server: whether it lives, whether it is ready, how its cameras are,
 * and its figures for Prometheus. Reads counters and states of the pipeline and changes nothing; docs/7-operations.md
 * describes every field and every metric.
 */
package org.posestream.server.operations;
