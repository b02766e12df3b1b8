package chatserver.server;

import chatserver.protocol.Endpoints;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Connections from proxies that have yet to tell whose they are. Thread-safe. */
final class ProxyConnections implements AutoCloseable {
  private final Services services;
  private final Admission admission;
  private final Set<ProxyReader> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean closed; // written by the thread that stops the server

  ProxyConnections(Services services, Admission admission) {
    this.services = services;
    this.admission = admission;
  }

  /** Whether a connection from here has to begin with a PROXY header. */
  boolean isProxy(InetAddress ip) {
    return services.config().proxyFrom().stream().anyMatch(network -> network.contains(ip));
  }

  /** Reads the header on a thread of its own. Until then the connection counts in all only. */
  void start(SocketChannel channel, Endpoints proxy) {
    Optional<String> refusal = services.limiter().acquireUnnamed();
    if (refusal.isPresent()) {
      admission.refuse(channel, proxy, refusal.get());
      return;
    }
    ProxyReader reader = new ProxyReader(channel, proxy, services, admission, waiting::remove);
    waiting.add(reader); // before it starts, so that none is overlooked at the stop
    try {
      reader.start();
    } catch (OutOfMemoryError e) {
      admission.refuseWithoutThread(proxy, e);
    }
    if (closed) {
      reader.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    waiting.forEach(ProxyReader::close);
  }
}
