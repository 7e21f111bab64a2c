package org.posestream.evaluate;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.SkeletonTopology;

/**
 * Leeds Sports Pose Extended (Johnson and Everingham 2011): {@code lspet/images/NUMBER.jpg}, and in
 * {@code lspet/joints.npz} the arrays {@code id} (n) and {@code joints} (n, 14, 3): x, y in image pixels and whether it
 * is annotated.
 */
final class LspetSet {

    private static final String NAME = "lspet";
    private static final int JOINTS = 14;
    /** Flesh round the outermost joints, as a share of the larger side of the box round them. */
    private static final double MARGIN = 0.08;
    /** What COCO-17 has of it, in the order of the set; the last two, neck and top of the head, it has not. */
    private static final String[] COCO_NAMES = {"right_ankle", "right_knee", "right_hip", "left_hip", "left_knee",
        "left_ankle", "right_wrist", "right_elbow", "right_shoulder", "left_shoulder", "left_elbow", "left_wrist"};

    private LspetSet() {
    }

    /**
     * The people of one part of the set, in the order of the file names.
     *
     * @param data the folder that holds {@code lspet}
     * @throws IOException in one line, when a folder, file or annotation is missing or wrong
     */
    static List<PoseSample> read(Path data, DataSplit split) throws IOException {
        Map<Integer, double[]> annotations = annotations(data.resolve(NAME).resolve("joints.npz"));
        List<PoseSample> samples = new ArrayList<>();
        for (Path image : images(data.resolve(NAME).resolve("images"))) {
            String stem = image.getFileName().toString().replaceFirst("\\.[^.]*$", "");
            if (split.holds(NAME, stem)) {
                samples.add(sample(image, annotation(annotations, image, stem)));
            }
        }
        return samples;
    }

    private static List<Path> images(Path folder) throws IOException {
        List<Path> images = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.{jpg,png}")) {
                files.forEach(images::add);
            }
        }
        if (images.isEmpty()) {
            throw new IOException("the folder '" + folder + "' holds no images; --data must name the folder that holds "
                    + NAME + "/images and " + NAME + "/joints.npz");
        }
        images.sort(null);
        return images;
    }

    private static Map<Integer, double[]> annotations(Path file) throws IOException {
        try (NpzFile npz = NpzFile.open(file)) {
            NumberArray ids = npz.read("id");
            NumberArray joints = npz.read("joints");
            if (!ids.hasRowsOf() || !joints.hasRowsOf(JOINTS, 3) || ids.shape()[0] != joints.shape()[0]) {
                throw new IOException("'" + file + "' must hold id (n) and joints (n, 14, 3), but they are "
                        + ids.shapeText() + " and " + joints.shapeText());
            }
            Map<Integer, double[]> annotations = new HashMap<>();
            for (int i = 0; i < ids.values().length; i++) {
                double[] person = new double[JOINTS * 3];
                System.arraycopy(joints.values(), i * JOINTS * 3, person, 0, person.length);
                annotations.put((int) ids.values()[i], person);
            }
            return annotations;
        }
    }

    private static double[] annotation(Map<Integer, double[]> annotations, Path image, String stem) throws IOException {
        String digits = stem.replaceAll("\\D", "");
        double[] joints = digits.isEmpty() || digits.length() > 9 ? null : annotations.get(Integer.parseInt(digits));
        if (joints == null) {
            throw new IOException("'" + image + "' has no annotation in joints.npz; remove the image or annotate it");
        }
        return joints;
    }

    private static PoseSample sample(Path image, double[] joints) {
        float[] truth = new float[PoseSample.VALUES];
        for (int k = 0; k < COCO_NAMES.length; k++) {
            int to = 3 * SkeletonTopology.COCO_17.indexOf(COCO_NAMES[k]);
            truth[to] = (float) joints[3 * k];
            truth[to + 1] = (float) joints[3 * k + 1];
            truth[to + 2] = joints[3 * k + 2] > 0 ? 1 : 0;
        }
        return new PoseSample(new ImageFile(image, 0, 0), box(joints), 0, truth);
    }

    /** Round the annotated joints, with a margin. */
    private static BoundingBox box(double[] joints) {
        double[] low = {Double.MAX_VALUE, Double.MAX_VALUE};
        double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE};
        for (int k = 0; k < JOINTS; k++) {
            for (int d = 0; d < 2 && joints[3 * k + 2] > 0; d++) {
                low[d] = Math.min(low[d], joints[3 * k + d]);
                high[d] = Math.max(high[d], joints[3 * k + d]);
            }
        }
        double margin = MARGIN * Math.max(high[0] - low[0], high[1] - low[1]);
        return BoundingBox.ofCorners((float) (low[0] - margin), (float) (low[1] - margin),
                (float) (high[0] + margin), (float) (high[1] + margin));
    }
}
