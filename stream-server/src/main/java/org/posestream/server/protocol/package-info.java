/**
 * What clients of the WebSockets are told and may ask for, version 1: messages, options, and their two forms in bytes.
 * Pure: no sockets, no threads, no clock. The schemas are {@code org/posestream/protocol/} in the jar.
 */
package org.posestream.server.protocol;
