package org.posestream.server.web;

/** What goes back to whoever asked: all of it at once, or piece by piece for as long as they listen. */
public sealed interface Answer permits Reply, StreamedReply {
}
