package org.posestream.server.web;

/** Tells a connection's handlers that its client may not be here any more. */
enum AccessWithdrawn {
    EVENT
}
