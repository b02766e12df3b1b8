package chatserver.server;

import java.net.InetSocketAddress;

/** The two ends of a connection of a client, behind a proxy those that the proxy names. */
record Endpoints(InetSocketAddress client, InetSocketAddress server) {}
