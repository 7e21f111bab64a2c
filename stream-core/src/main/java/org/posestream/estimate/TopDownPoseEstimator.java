package org.posestream.estimate;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.ImageSampler;
import org.posestream.frame.ImageTransform;
import org.posestream.frame.PersonBatch;
import org.posestream.frame.PersonBuffer;
import org.posestream.inference.ImageInput;
import org.posestream.inference.OnnxModel;
import org.posestream.pose.SkeletonTopology;

/**
 * Crops each person, runs the network once for all of them and maps the joints back through the same transform. The
 * head is a {@link KeypointDecoder}. Owns the model; one thread.
 */
public final class TopDownPoseEstimator implements PoseEstimator {

    private static final int NONE = -1;

    private final OnnxModel model;
    private final ImageInput input;
    private final ImageSampler sampler;
    private final KeypointDecoder decoder;
    private final SkeletonTopology topology2d;
    private final Optional<SkeletonTopology> topology3d;
    private final int presenceOutput;
    private final UprightCrop uprightCrop;
    private final ImageTransform[] crops;
    private final FloatBuffer[] outputs;

    /** @param model a 2D network or BlazePose; closed with this object */
    public TopDownPoseEstimator(OnnxModel model) {
        this.model = requireNonNull(model, "model is null");
        input = model.spec().image();
        sampler = new ImageSampler(input);
        decoder = KeypointDecoder.of(model.spec());
        topology2d = model.spec().topology();
        topology3d = decoder.topology3d();
        presenceOutput = decoder.presenceOutput(model.spec()).orElse(NONE);
        uprightCrop = new UprightCrop(topology2d, input);
        crops = new ImageTransform[model.maxBatch()];
        outputs = new FloatBuffer[model.spec().outputs().size()];
    }

    @Override
    public SkeletonTopology topology2d() {
        return topology2d;
    }

    @Override
    public Optional<SkeletonTopology> topology3d() {
        return topology3d;
    }

    @Override
    public int maxBatch() {
        return model.maxBatch();
    }

    @Override
    public int maxFrames() {
        return model.gainsFromBatches() ? model.maxBatch() : 1;
    }

    @Override
    public void estimate(PersonBatch batch) {
        if (batch.size() == 0) {
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            FrameSlot slot = batch.slot(i);
            crops[i] = crop(slot.people(), batch.person(i));
            sampler.sample(slot.buffer(), crops[i], model.input(), i * input.bytes());
        }
        model.run(batch.size());
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = model.output(i);
        }
        for (int i = 0; i < batch.size(); i++) {
            write(i, batch.slot(i).people(), batch.person(i));
        }
    }

    private ImageTransform crop(PersonBuffer people, int person) {
        boolean turned = input.fit() == ImageInput.Fit.CROP_UPRIGHT && people.isPredicted(person);
        return turned ? uprightCrop.of(people, person) : ImageTransform.crop(people.box(person), input);
    }

    private void write(int i, PersonBuffer people, int person) {
        float[] joints = people.joints2d();
        int offset = people.offset2d(person);
        decoder.decode(outputs, i, joints, offset);
        toImage(crops[i], joints, offset);
        if (topology3d.isPresent()) {
            decoder.decode3d(outputs, i, people.joints3d(), people.offset3d(person));
            turn(crops[i], people.joints3d(), people.offset3d(person), topology3d.get().jointCount());
        }
        if (presenceOutput != NONE) {
            float presence = outputs[presenceOutput].get(i);
            people.scores()[person] = presence > 0 ? Math.min(1, presence) : 0;
        }
    }

    private void toImage(ImageTransform crop, float[] joints, int offset) {
        for (int k = 0; k < topology2d.jointCount(); k++) {
            int at = offset + k * PersonBuffer.STRIDE_2D;
            float x = joints[at];
            float y = joints[at + 1];
            joints[at] = crop.imageX(x, y);
            joints[at + 1] = crop.imageY(x, y);
        }
    }

    /** Turns 3D joints from the axes of the crop to those of the camera, about the viewing direction. */
    private static void turn(ImageTransform crop, float[] joints, int offset, int jointCount) {
        float scale = (float) Math.hypot(crop.xx(), crop.yx());
        for (int i = offset; i < offset + jointCount * PersonBuffer.STRIDE_3D; i += PersonBuffer.STRIDE_3D) {
            float x = joints[i];
            float y = joints[i + 1];
            joints[i] = (crop.xx() * x + crop.xy() * y) / scale;
            joints[i + 1] = (crop.yx() * x + crop.yy() * y) / scale;
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
