package chatserver.server;

import java.net.InetSocketAddress;

/** The two ends of a client's connection. Where there is a proxy, it has named them. */
record Endpoints(InetSocketAddress client, InetSocketAddress server) {}
