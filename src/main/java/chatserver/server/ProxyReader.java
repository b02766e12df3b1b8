package chatserver.server;

import chatserver.failure.FatalError;
import chatserver.protocol.InvalidProxyHeaderException;
import chatserver.protocol.NamedConnection;
import chatserver.protocol.ProxyHeader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the PROXY header of one connection, and then has the client admitted that it names. A
 * connection without a client is closed without a word. A proxy opens such to check that the server
 * is there: they end at once, or say LOCAL, or name the proxy itself (proxy-protocol.txt, sections
 * 2.1 and 2.2).
 */
final class ProxyReader implements Runnable, AutoCloseable {
  /** HAProxy's proxy-protocol.txt asks for at least 3 s (section 2). */
  private static final Duration TIME = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(ProxyReader.class);

  private final SocketChannel channel;
  private final Endpoints proxy;
  private final Services services;
  private final Admission admission;
  private final Consumer<ProxyReader> over;
  private final Deadline deadline;

  // Used by its thread alone.
  private final ProxyHeader header = new ProxyHeader();
  private final ByteBuffer bytes = ByteBuffer.allocate(InputMemory.SMALL_BUFFER);

  // Guarded by this.
  private boolean ended; // no more is read for the header
  private boolean late;

  /**
   * @param proxy the two ends of its own connection
   * @param over called once, when it waits for a header no longer
   */
  ProxyReader(
      SocketChannel channel,
      Endpoints proxy,
      Services services,
      Admission admission,
      Consumer<ProxyReader> over) {
    this.channel = channel;
    this.proxy = proxy;
    this.services = services;
    this.admission = admission;
    this.over = over;
    this.deadline = new Deadline(services.timer(), services.nanoClock(), this::refuseLate);
  }

  /**
   * Starts its thread.
   *
   * @throws OutOfMemoryError where there are no more threads; then the connection is closed
   */
  void start() {
    boolean isStarted = false;
    try {
      deadline.set(TIME);
      services.config().threads().start("reader-" + PeerAddress.format(proxy.client()), this);
      isStarted = true;
    } finally {
      if (!isStarted) {
        end(Optional.empty(), Optional.empty());
      }
    }
  }

  @Override
  public void run() {
    Optional<Endpoints> named = Optional.empty();
    Optional<String> fault = Optional.empty();
    try {
      named = readHeader();
    } catch (InvalidProxyHeaderException e) {
      fault = Optional.of(e.getMessage());
    } catch (UnknownHostException e) {
      fault = Optional.of("address malformed");
    } catch (IOException e) {
      log.debug("no PROXY header: {}", e.toString());
    } catch (Throwable defect) {
      FatalError.check(defect);
      log.error("reader of a PROXY header failed", defect);
    } finally {
      end(named, fault);
    }
  }

  private Optional<Endpoints> readHeader() throws IOException, InvalidProxyHeaderException {
    while (channel.read(bytes.clear()) >= 0) {
      if (header.accept(bytes.flip())) {
        return named().filter(endpoints -> !endpoints.client().equals(proxy.client()));
      }
    }
    header.end();
    return Optional.empty();
  }

  private Optional<Endpoints> named() throws UnknownHostException {
    if (header.connection().isEmpty()) {
      return Optional.empty();
    }
    NamedConnection named = header.connection().get();
    return Optional.of(new Endpoints(resolve(named.client()), resolve(named.server())));
  }

  /** No name is looked up: a text with a colon that is no IPv6 address is an error at once. */
  private static InetSocketAddress resolve(NamedConnection.End end) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(end.ip()), end.port());
  }

  private void refuse(String reason) {
    services.counters().refusedProxy.increment();
    admission.warn(proxy, "no valid PROXY header: " + reason);
  }

  private void end(Optional<Endpoints> named, Optional<String> fault) {
    boolean isInTime = endInTime();
    if (isInTime) { // else it has been refused already
      fault.ifPresent(this::refuse);
    }
    boolean isAdmitted = isInTime && named.isPresent();
    if (!isAdmitted) {
      Admission.close(channel);
    }
    over.accept(this);
    services.limiter().releaseUnnamed();
    if (isAdmitted) {
      admission.admit(channel, named.get(), bytes);
    }
  }

  private synchronized boolean endInTime() {
    deadline.cancel();
    ended = true;
    return !late;
  }

  private synchronized void refuseLate() {
    if (!ended) {
      late = true;
      refuse("not in whole within " + TIME.toSeconds() + " s");
      close();
    }
  }

  /** Closes the connection, unless its header has been read. Any thread. */
  @Override
  public synchronized void close() {
    if (!ended) {
      Admission.close(channel);
    }
  }
}
