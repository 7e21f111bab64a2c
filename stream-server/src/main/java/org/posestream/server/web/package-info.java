/**
 * The network side: one event loop serves the page and sends every finished frame to the WebSockets subscribed to its
 * stream. A slow client loses frames; nobody waits for it.
 */
package org.posestream.server.web;
