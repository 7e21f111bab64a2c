/** Measurements: JMH for single steps, and whole runs over the chain of stages. Nothing here is part of the program. */
package org.posestream.benchmarks;
