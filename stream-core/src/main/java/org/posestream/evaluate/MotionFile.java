package org.posestream.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads motion: a {@code .npz} archive of arrays (F, 17, 3), one a clip, metres, y up, Human3.6M-17, 30 frames/s, hip
 * to ankle 0.85 m.
 */
final class MotionFile {

    /** The archive that the recipes of {@code models/training} train on, all but its validation part. */
    private static final String TRAINING_ARCHIVE = "motion_17j_30fps.npz";
    private static final double VALIDATION_SHARE = 0.1;
    /** Held-out clips that are another source's version of a recording that trains: they prove nothing. */
    private static final Set<String> COPIES_OF_TRAINING = Set.of("cmu_expmap/train/basketball/basketball_1",
            "cmu_expmap/train/basketball/basketball_5", "cmu_expmap/train/running/running_1",
            "cmu_expmap/train/walking_extra/walking_19", "cmu_iclone/005/005_01", "cmu_iclone/006/006_03");

    private MotionFile() {
    }

    /** What is measured of an archive unless somebody says otherwise: of the one that trains, what does not train. */
    static DataSplit defaultSplit(Path archive) {
        return archive.endsWith(TRAINING_ARCHIVE) ? DataSplit.VALIDATION : DataSplit.ALL;
    }

    /**
     * Reads clips, by name.
     *
     * @throws IOException in one line, when the archive is not there or an array is no such motion
     */
    static List<MotionClip> read(Path archive, DataSplit split) throws IOException {
        List<MotionClip> clips = new ArrayList<>();
        try (NpzFile npz = NpzFile.open(archive)) {
            for (String key : new TreeSet<>(npz.keys())) {
                clips.add(clip(archive, key, npz.read(key)));
            }
        }
        List<MotionClip> chosen = split == DataSplit.ALL ? clips : validation(clips);
        if (chosen.isEmpty()) {
            throw new IOException("'" + archive + "' has no clips to measure; give one with arrays (frames, 17, 3)");
        }
        return chosen;
    }

    private static MotionClip clip(Path archive, String key, NumberArray array) throws IOException {
        if (!array.hasRowsOf(MotionClip.JOINTS, 3) || array.values().length == 0) {
            throw new IOException("'" + archive + "': clip '" + key + "' must have the shape (frames, 17, 3), but has "
                    + array.shapeText());
        }
        float[] joints = new float[array.values().length];
        for (int i = 0; i < joints.length; i++) {
            joints[i] = (float) array.values()[i];
            if (!Float.isFinite(joints[i])) {
                throw new IOException("'" + archive + "': clip '" + key + "' holds values that are no finite numbers;"
                        + " remove the clip or mend it");
            }
        }
        return new MotionClip(key, joints);
    }

    /**
     * The clips that the recipes hold out: of every source those with the lowest SHA-256 of their names, until they
     * hold a tenth of its frames; mirrored copies and those with root motion stay with the clip.
     */
    static List<MotionClip> validation(List<MotionClip> clips) {
        Map<String, List<MotionClip>> bySource =
                clips.stream().collect(Collectors.groupingBy(MotionClip::source, TreeMap::new, Collectors.toList()));
        Set<String> heldOut = new HashSet<>();
        bySource.values().forEach(source -> heldOut.addAll(heldOut(source)));
        return clips.stream().filter(clip -> heldOut.contains(twins(clip)) && !COPIES_OF_TRAINING.contains(clip.name()))
                .toList();
    }

    private static Set<String> heldOut(List<MotionClip> clips) {
        double wanted = VALIDATION_SHARE * frames(clips);
        Set<String> names = new HashSet<>();
        List<String> byHash = clips.stream().map(MotionFile::twins).distinct()
                .sorted(Comparator.comparing(name -> DataSplit.digest("SHA-256", name),
                        Arrays::compareUnsigned)).toList();
        for (String name : byHash) {
            if (frames(clips.stream().filter(clip -> names.contains(twins(clip))).toList()) >= wanted) {
                break;
            }
            names.add(name);
        }
        return names;
    }

    private static long frames(List<MotionClip> clips) {
        return clips.stream().mapToLong(MotionClip::frames).sum();
    }

    /** The name that a clip shares with its mirrored and root-motion copies. */
    private static String twins(MotionClip clip) {
        return clip.name().replaceFirst("(_mirror| RM|_RM)$", "");
    }
}
