/**
 * Networks as data and as ONNX Runtime sessions; the only package that knows ONNX Runtime.
 *
 * <p>A {@link org.posestream.inference.ModelStore} finds a network's card by name, the card becomes a
 * {@link org.posestream.inference.ModelSpec}, and {@link org.posestream.inference.OnnxModel} runs it. What the numbers
 * mean that go in and out is the business of {@code detect}, {@code estimate} and {@code lift}.
 */
package org.posestream.inference;
