package org.posestream.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.posestream.pose.BoundingBox;

/**
 * People annotated in COCO's JSON form (Lin et al. 2014): {@code images} with {@code id} and {@code file_name},
 * {@code annotations} with {@code image_id}, {@code bbox} and, where joints are known, 17 {@code keypoints}. Where
 * there are {@code categories}, only those of the one that is called person count.
 *
 * <p>Beyond COCO an annotation may have {@code trust}, 17 numbers of 0..1 that replace the visibilities of the joints:
 * how sure the makers of the annotation are of each.
 *
 * @param images everything annotated, in the order of the file
 */
record CocoFile(List<Image> images) {

    /**
     * One image.
     *
     * @param file where it is
     * @param people those in it, in the order of the file
     */
    record Image(ImageFile file, List<Person> people) {
    }

    /**
     * One annotation.
     *
     * @param box in image pixels
     * @param area square pixels; 0 where unknown
     * @param ignored {@code iscrowd}: a region in which findings are neither right nor wrong
     * @param joints COCO-17 x (x, y, trust), see {@link PoseSample}; null where none are annotated
     */
    record Person(BoundingBox box, float area, boolean ignored, float[] joints) {
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads annotations.
     *
     * @param folder where the names of the images begin; null for the folder of the annotations
     * @throws IOException in one line, when a file is not there or is not of this form
     */
    static CocoFile read(Path json, Path folder) throws IOException {
        try {
            return new Reader(json, folder == null ? json.toAbsolutePath().getParent() : folder).read(tree(json));
        } catch (IllegalArgumentException e) {
            throw new IOException("'" + json + "' is not of COCO's form: " + e.getMessage() + "; correct the file", e);
        }
    }

    private static JsonNode tree(Path json) throws IOException {
        if (!Files.isRegularFile(json)) {
            throw new IOException("there is no file '" + json + "'; give annotations as COCO's JSON");
        }
        try {
            return JSON.readTree(json.toFile());
        } catch (JsonProcessingException e) {
            throw new IOException("'" + json + "' is no JSON: " + e.getOriginalMessage().lines().findFirst().orElse("")
                    + " in line " + (e.getLocation() == null ? 0 : e.getLocation().getLineNr()), e);
        }
    }

    private record Reader(Path json, Path folder) {

        CocoFile read(JsonNode root) throws IOException {
            Map<Long, Image> images = new LinkedHashMap<>();
            JsonNode list = array(root, "images");
            for (int i = 0; i < list.size(); i++) {
                images.put(whole(list.get(i), "id", "images[" + i + "]"), image(list.get(i), "images[" + i + "]"));
            }
            JsonNode annotations = array(root, "annotations");
            long person = person(root.path("categories"));
            for (int i = 0; i < annotations.size(); i++) {
                JsonNode annotation = annotations.get(i);
                String place = "annotations[" + i + "]";
                Image image = images.get(whole(annotation, "image_id", place));
                require(image != null, place + ".image_id must be the id of an image");
                if (person < 0 || annotation.path("category_id").asLong(-1) == person) {
                    image.people().add(person(annotation, place));
                }
            }
            return new CocoFile(List.copyOf(images.values()));
        }

        private Image image(JsonNode node, String place) throws IOException {
            String name = node.path("file_name").asText("");
            require(!name.isEmpty(), place + ".file_name must be the name of an image file");
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                throw new IOException("'" + json + "' names the image '" + name + "', but '" + folder
                        + "' has none of that name; name the folder of the images with --images");
            }
            return new Image(new ImageFile(file, node.path("width").asInt(), node.path("height").asInt()),
                    new ArrayList<>());
        }

        /** Id of the category; -1 where all annotations are of people. */
        private static long person(JsonNode categories) {
            for (JsonNode category : categories) {
                if (category.path("name").asText().equals("person")) {
                    return category.path("id").asLong();
                }
            }
            require(categories.isEmpty(), "categories must have one that is called person");
            return -1;
        }

        private static Person person(JsonNode node, String place) {
            double[] box = numbers(node.path("bbox"), 4, place + ".bbox");
            require(box[2] >= 0 && box[3] >= 0, place + ".bbox must be x, y, width, height");
            return new Person(new BoundingBox((float) box[0], (float) box[1], (float) box[2], (float) box[3]),
                    (float) node.path("area").asDouble(), node.path("iscrowd").asInt() != 0,
                    node.has("keypoints") ? joints(node, place) : null);
        }

        private static float[] joints(JsonNode node, String place) {
            double[] keypoints = numbers(node.path("keypoints"), PoseSample.VALUES, place + ".keypoints");
            double[] trust = node.has("trust")
                    ? numbers(node.path("trust"), PoseSample.VALUES / 3, place + ".trust") : null;
            float[] joints = new float[PoseSample.VALUES];
            for (int i = 0; i < joints.length; i++) {
                joints[i] = (float) keypoints[i];
            }
            for (int k = 0; k < joints.length / 3; k++) {
                joints[3 * k + 2] = trust != null ? (float) trust[k] : Math.min(1, joints[3 * k + 2]);
            }
            return joints;
        }

        private static JsonNode array(JsonNode root, String key) {
            require(root.path(key).isArray(), key + " must be a list");
            return root.path(key);
        }

        private static long whole(JsonNode node, String key, String place) {
            require(node.path(key).isIntegralNumber(), place + "." + key + " must be a whole number");
            return node.path(key).asLong();
        }

        private static double[] numbers(JsonNode node, int count, String place) {
            double[] numbers = new double[count];
            boolean fits = node.isArray() && node.size() == count;
            for (int i = 0; fits && i < count; i++) {
                fits = node.get(i).isNumber();
                numbers[i] = node.get(i).asDouble();
            }
            require(fits, place + " must be " + count + " numbers");
            return numbers;
        }

        private static void require(boolean condition, String problem) {
            if (!condition) {
                throw new IllegalArgumentException(problem);
            }
        }
    }
}
