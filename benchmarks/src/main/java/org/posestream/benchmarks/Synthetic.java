package org.posestream.benchmarks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.posestream.frame.ColorMatrix;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.PersonBuffer;
import org.posestream.inference.Decoder;
import org.posestream.inference.ImageInput;
import org.posestream.inference.ModelFile;
import org.posestream.inference.ModelSpec;
import org.posestream.inference.TensorSpec;
import org.posestream.pose.SkeletonTopology;

/** Made-up images, people and networks' outputs, the same in every run. */
final class Synthetic {

    /** 30 frames a second. */
    static final long FRAME_NANOS = 33_333_333;

    private static final int SEED = 1;
    private static final int JOINTS = 17;

    private Synthetic() {
    }

    /** Noise: nothing in the samplers depends on what the pixels show. */
    static FrameBuffer image(int width, int height) {
        FrameBuffer image = new FrameBuffer(0);
        image.resize(width, height, ColorMatrix.BT709_LIMITED);
        byte[] noise = new byte[image.pixels().capacity()];
        new Random(SEED).nextBytes(noise);
        image.pixels().put(0, noise);
        return image;
    }

    static ImageInput uint8(int width, int height, ImageInput.Fit fit) {
        return new ImageInput(width, height, ImageInput.Layout.NHWC, ImageInput.ElementType.UINT8,
                ImageInput.ColorOrder.BGR, new float[3], new float[] {1, 1, 1}, fit, 114, 1.25f, height);
    }

    static ImageInput float32(int width, int height, ImageInput.Fit fit) {
        return new ImageInput(width, height, ImageInput.Layout.NCHW, ImageInput.ElementType.FLOAT32,
                ImageInput.ColorOrder.RGB, new float[] {124, 116, 104}, new float[] {58, 57, 57}, fit, 114, 1.25f,
                height);
    }

    /** People side by side, all joints sure, as they stand in this frame. */
    static PersonBuffer people(int count, long frame) {
        PersonBuffer people = new PersonBuffer(count, SkeletonTopology.COCO_17, SkeletonTopology.H36M_17);
        walk(people, count, frame);
        return people;
    }

    /** Replaces everybody by where they stand in this frame: they sway by a few pixels. */
    static void walk(PersonBuffer people, int count, long frame) {
        people.clear();
        for (int person = 0; person < count; person++) {
            float left = 20 + person * 150 + 4 * (float) Math.sin(0.2 * frame + person);
            people.add(left, 100, 120, 400, 0.9f);
            people.ids()[person] = person + 1;
            joints2d(people, person, left);
            joints3d(people, person, frame);
        }
    }

    private static void joints2d(PersonBuffer people, int person, float left) {
        int i = people.offset2d(person);
        for (int joint = 0; joint < JOINTS; joint++, i += PersonBuffer.STRIDE_2D) {
            people.joints2d()[i] = left + 20 + joint % 3 * 40;
            people.joints2d()[i + 1] = 110 + joint * 380f / JOINTS;
            people.joints2d()[i + 2] = 0.9f;
        }
    }

    private static void joints3d(PersonBuffer people, int person, long frame) {
        int i = people.offset3d(person);
        for (int joint = 0; joint < JOINTS; joint++, i += PersonBuffer.STRIDE_3D) {
            people.joints3d()[i] = joint % 3 * 0.15f;
            people.joints3d()[i + 1] = joint * 0.1f - 0.8f;
            people.joints3d()[i + 2] = 0.05f * (float) Math.sin(0.2 * frame + joint);
            people.joints3d()[i + 3] = 0.9f;
        }
    }

    /** A 2D network of the size that is usual for the head. */
    static ModelSpec poseNetwork(Decoder head) {
        return switch (head) {
            case MOVENET -> network(head, uint8(192, 192, ImageInput.Fit.CROP), SkeletonTopology.COCO_17,
                    new long[] {-1, 1, JOINTS, 3});
            case BLAZEPOSE -> network(head, uint8(256, 256, ImageInput.Fit.CROP), SkeletonTopology.BLAZEPOSE_33,
                    new long[] {-1, 195}, new long[] {-1, 1}, new long[] {-1, 117});
            case SIMCC -> network(head, uint8(192, 256, ImageInput.Fit.CROP), SkeletonTopology.COCO_17,
                    new long[] {-1, JOINTS, 384}, new long[] {-1, JOINTS, 512});
            default -> network(head, uint8(192, 256, ImageInput.Fit.CROP), SkeletonTopology.COCO_17,
                    new long[] {-1, JOINTS, 64, 48});
        };
    }

    /** YOLOX at 416 x 416 with the 80 classes of COCO, or our own head at 320 x 320. */
    static ModelSpec detector(Decoder head) {
        return head == Decoder.YOLOX
                ? network(head, float32(416, 416, ImageInput.Fit.LETTERBOX_TOP_LEFT), null, new long[] {-1, 3549, 85})
                : network(head, uint8(320, 320, ImageInput.Fit.LETTERBOX_TOP_LEFT), null, new long[] {-1, 2100, 4},
                        new long[] {-1, 2100});
    }

    private static ModelSpec network(Decoder head, ImageInput image, SkeletonTopology topology, long[]... outputs) {
        List<TensorSpec> tensors = IntStream.range(0, outputs.length)
                .mapToObj(i -> new TensorSpec("output" + i, outputs[i])).toList();
        TensorSpec input = new TensorSpec("image", new long[] {-1, image.height(), image.width(), 3});
        return new ModelSpec("synthetic", head.task(), new ModelFile("none.onnx", null, "", 0),
                new ModelSpec.Input(input, image.type(), image), tensors, null,
                new ModelSpec.Head(head, Map.of(), topology, null, null),
                new ModelSpec.About("Apache-2.0", "made up", 0, 0, Map.of()));
    }

    /**
     * Outputs for one image in native memory, where a network leaves them: noise below 0.4 with, every 97 values,
     * two that stand out (YOLOX multiplies two for a score). Decoders do the same work on it as on a real output.
     */
    static FloatBuffer[] outputs(ModelSpec spec) {
        Random random = new Random(SEED);
        FloatBuffer[] buffers = new FloatBuffer[spec.outputs().size()];
        for (int i = 0; i < buffers.length; i++) {
            int values = 1;
            for (int axis = 1; axis < spec.outputs().get(i).shape().length; axis++) {
                values *= (int) spec.outputs().get(i).shape()[axis];
            }
            buffers[i] = ByteBuffer.allocateDirect(values * Float.BYTES).order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            for (int v = 0; v < values; v++) {
                buffers[i].put(v, v % 97 < 2 ? 0.9f : 0.4f * random.nextFloat());
            }
        }
        return buffers;
    }
}
