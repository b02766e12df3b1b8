package chatserver.server;

import chatserver.failure.FatalError;
import chatserver.protocol.InvalidProxyHeaderException;
import chatserver.protocol.ProxyHeader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections from proxies that have yet to tell whose they are. The PROXY header of each is read,
 * and then the client is admitted that it names. A connection without a client is closed without a
 * word. A proxy opens such to check that the server is there: they end at once, or say LOCAL, or
 * name the proxy itself (proxy-protocol.txt, sections 2.1 and 2.2). Thread-safe.
 */
final class ProxyConnections implements AutoCloseable {
  /** HAProxy's proxy-protocol.txt asks for at least 3 s (section 2). */
  private static final Duration TIME = Duration.ofSeconds(5);

  /** A full server lets so many proxies name their clients, so that these are told. */
  private static final int MAX_SURPLUS = 100;

  private static final Logger log = LoggerFactory.getLogger(ProxyConnections.class);

  private final Services services;
  private final Admission admission;
  private final Set<Reader> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean closed; // written by the thread that stops the server

  ProxyConnections(Services services, Admission admission) {
    this.services = services;
    this.admission = admission;
  }

  /** Whether a connection from here has to begin with a PROXY header. */
  boolean isProxy(InetAddress ip) {
    return services.config().proxyFrom().stream().anyMatch(network -> network.contains(ip));
  }

  /**
   * Reads the header on a thread of its own. Until then the connection takes no place of a client.
   * Called by the acceptor alone.
   *
   * @param proxy the two ends of the proxy's own connection
   */
  void start(SocketChannel channel, Endpoints proxy) {
    Optional<String> refusal = services.limiter().refusalIfFull(waiting.size() - MAX_SURPLUS);
    if (refusal.isPresent()) {
      admission.refuse(channel, proxy, refusal.get());
      return;
    }
    Reader reader = new Reader(channel, proxy);
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
    waiting.forEach(Reader::close);
  }

  private final class Reader implements Runnable {
    private final SocketChannel channel;
    private final Endpoints proxy;
    private final Deadline deadline =
        new Deadline(
            services.timer(),
            services.nanoClock(),
            () -> refuse("not in whole within " + TIME.toSeconds() + " s"));

    /** Set by the first that does: its thread, the timer or the stop. That one goes on. */
    private final AtomicBoolean decided = new AtomicBoolean();

    private Reader(SocketChannel channel, Endpoints proxy) {
      this.channel = channel;
      this.proxy = proxy;
    }

    private void start() {
      try {
        deadline.set(TIME);
        services.config().threads().start("reader-" + PeerAddress.format(proxy.client()), this);
      } catch (Throwable e) {
        end(Optional.empty());
        throw e;
      }
    }

    @Override
    public void run() {
      Optional<Endpoints> named = Optional.empty();
      try {
        Optional<ProxyHeader> header = ProxyHeader.read(channel.socket().getInputStream());
        if (header.isPresent()) {
          ProxyHeader ends = header.get();
          named = Optional.of(new Endpoints(address(ends.client()), address(ends.server())));
        }
      } catch (InvalidProxyHeaderException e) {
        refuse(e.getMessage());
      } catch (UnknownHostException e) {
        refuse("address malformed");
      } catch (IOException e) {
        log.debug("no PROXY header: {}", e.toString());
      } catch (Throwable defect) {
        FatalError.check(defect);
        log.error("reader of a PROXY header failed", defect);
      } finally {
        end(named.filter(endpoints -> !endpoints.client().equals(proxy.client())));
      }
    }

    /** No name is looked up: a text with a colon that is no address is an error at once. */
    private InetSocketAddress address(ProxyHeader.End end) throws UnknownHostException {
      return new InetSocketAddress(InetAddress.getByName(end.ip()), end.port());
    }

    private void refuse(String reason) {
      if (decided.compareAndSet(false, true)) {
        services.counters().refusedProxy.increment();
        admission.warn(proxy, "no valid PROXY header: " + reason);
        Admission.close(channel);
      }
    }

    private void end(Optional<Endpoints> named) {
      deadline.cancel();
      boolean isAdmitted = named.isPresent() && decided.compareAndSet(false, true);
      if (!isAdmitted) {
        close();
      }
      waiting.remove(this);
      if (isAdmitted) {
        admission.admit(channel, named.get());
      }
    }

    /** Closes the connection, unless its header has been read. Any thread. */
    private void close() {
      if (decided.compareAndSet(false, true)) {
        Admission.close(channel);
      }
    }
  }
}
