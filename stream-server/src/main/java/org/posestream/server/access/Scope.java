package org.posestream.server.access;

/** What a request needs its sender to be allowed to; each includes those before it. */
public enum Scope {
    /** Anybody may: what tells no more than that the server is there. */
    NONE,
    /** To see cameras, pictures and skeletons. */
    VIEW,
    /** To add, change and remove cameras. */
    CONTROL;

    /** Whether somebody with this scope may do what needs the other one. */
    public boolean includes(Scope needed) {
        return compareTo(needed) >= 0;
    }
}
