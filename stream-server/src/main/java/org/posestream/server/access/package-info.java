/** Who may do what over the network: scopes, tokens, origins, addresses; pure rules that know no sockets. */
package org.posestream.server.access;
