package org.posestream.server.preview;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.posestream.server.config.PreviewConfig;
import org.posestream.server.web.Request;

/**
 * What somebody wants to see.
 *
 * @param camera its name
 * @param form of the picture
 * @param rate pictures a second at most; 0 for a single one
 */
record Look(String camera, Form form, double rate) {

    /** Where none is asked for: movements are followed well by people, at a third of what most cameras give. */
    private static final double USUAL_RATE = 10;
    private static final double LEAST_RATE = 0.1;
    private static final int LEAST_WIDTH = 16;

    /**
     * What pictures may be shared by.
     *
     * @param overlay whether people's skeletons are drawn
     * @param width pixels; pictures that are narrower stay as they are
     */
    record Form(boolean overlay, int width) {
    }

    /** A single picture: {@code overlay} and {@code width} may be given. */
    static Look atPicture(Request request, PreviewConfig limits) throws Refusal {
        requireKnown(request.query(), Set.of("overlay", "width"));
        return new Look(request.variable("name"), form(request, limits), 0);
    }

    /** Pictures without end: {@code overlay}, {@code width} and {@code rate} may be given. */
    static Look atStream(Request request, PreviewConfig limits) throws Refusal {
        requireKnown(request.query(), Set.of("overlay", "width", "rate"));
        double usual = Math.min(USUAL_RATE, limits.maxRate());
        return new Look(request.variable("name"), form(request, limits),
                number(request, "rate", usual, LEAST_RATE, limits.maxRate()));
    }

    private static Form form(Request request, PreviewConfig limits) throws Refusal {
        double width = number(request, "width", limits.maxWidth(), LEAST_WIDTH, limits.maxWidth());
        if (width != Math.rint(width)) {
            throw Refusal.misunderstood("width must be a whole number of pixels, but was '" + width + "'");
        }
        return new Form(overlay(request), (int) width);
    }

    private static boolean overlay(Request request) throws Refusal {
        String overlay = request.parameter("overlay").orElse("false");
        if (!overlay.equals("true") && !overlay.equals("false")) {
            throw Refusal.misunderstood("overlay must be true or false, but was '" + overlay + "'");
        }
        return overlay.equals("true");
    }

    private static double number(Request request, String name, double otherwise, double least, double most)
            throws Refusal {
        String text = request.parameter(name).orElse(null);
        if (text == null) {
            return otherwise;
        }
        try {
            double value = Double.parseDouble(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of range.
        }
        throw Refusal.misunderstood(name + " must be a number between " + plain(least) + " and " + plain(most)
                + ", but was '" + text + "'");
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private static void requireKnown(Map<String, List<String>> query, Set<String> known) throws Refusal {
        for (String name : query.keySet()) {
            if (!known.contains(name)) {
                throw Refusal.misunderstood("there is no parameter '" + name + "' here, only "
                        + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }
}
