/** The wiring: ring, stages, threads; the only package that knows the Disruptor. */
package org.posestream.pipeline;
