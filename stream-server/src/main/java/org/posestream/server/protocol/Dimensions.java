package org.posestream.server.protocol;

import java.util.ArrayList;
import java.util.List;
import org.posestream.pose.SkeletonTopology;

/** Which joints a client wants to be sent. */
public enum Dimensions {
    BOTH("2d3d", true, true),
    IMAGE("2d", true, false),
    SPACE("3d", false, true);

    private final String label;
    private final boolean image;
    private final boolean space;

    Dimensions(String label, boolean image, boolean space) {
        this.label = label;
        this.image = image;
        this.space = space;
    }

    /** The name used in options and in the output. */
    public String label() {
        return label;
    }

    /** Whether joints in the image are among them. */
    boolean has2d() {
        return image;
    }

    /** Whether joints in space are among them. */
    boolean has3d() {
        return space;
    }

    /** The topologies of the joints wanted, for people. */
    String named(SkeletonTopology topology2d, SkeletonTopology topology3d) {
        List<String> names = new ArrayList<>();
        if (image && topology2d != null) {
            names.add(topology2d + " in 2D");
        }
        if (space && topology3d != null) {
            names.add(topology3d + " in 3D");
        }
        return names.isEmpty() ? "joints, which has none" : String.join(" and ", names);
    }
}
