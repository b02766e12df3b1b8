package chatserver.protocol;

import java.net.InetSocketAddress;

/** The two ends of a client's connection. Where there is a proxy, it has named them. */
public record Endpoints(InetSocketAddress client, InetSocketAddress server) {}
