/** Networks as data and as ONNX Runtime sessions; the only package that knows ONNX Runtime. */
package org.posestream.inference;
