package org.posestream.server.web;

import java.util.Locale;

/** Problems that say more than their status does; docs/10-http-api.md lists them. */
public enum ProblemType {
    /** A key, or the value of one, cannot be used; the errors point at them. */
    INVALID_CAMERA(422, "The camera cannot be used as described"),
    /** A parameter of the query is not known, or cannot have that value. */
    INVALID_PARAMETER(400, "A parameter cannot be used"),
    /** The body cannot be read as JSON. */
    MALFORMED_JSON(400, "The body is not JSON"),
    /** There is no camera of that name. */
    UNKNOWN_CAMERA(404, "There is no such camera"),
    /** There is no stream of that name. */
    UNKNOWN_STREAM(404, "There is no such stream"),
    /** A camera of that name is there already. */
    NAME_IN_USE(409, "The name is in use"),
    /** There are as many cameras as there may be. */
    TOO_MANY_CAMERAS(409, "There is no room for another camera"),
    /** The camera gives no picture now: it is paused, not there, or what it gives cannot be encoded. */
    NO_PICTURE(503, "There is no picture now"),
    /** The configuration turned pictures off. */
    NO_PREVIEWS(404, "This server gives no pictures"),
    /** As many orders wait as may wait. */
    BUSY(503, "Too many ask at a time"),
    /** The networks are not loaded yet. */
    STARTING(503, "The server is starting"),
    /** The server ends. */
    STOPPING(503, "The server is stopping");

    /** Below it is a word for each type. */
    public static final String PATH = "/v1/problems/";

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** Of HTTP, always the same for a type. */
    public int status() {
        return status;
    }

    /** One line for people, always the same for a type. */
    public String title() {
        return title;
    }

    /** The address that stands for it, without scheme and host. */
    public String path() {
        return PATH + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
