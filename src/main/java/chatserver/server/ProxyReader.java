package chatserver.server;

import chatserver.failure.FatalError;
import chatserver.protocol.Endpoints;
import chatserver.protocol.ProxyHeader;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /** Set by the first that does: its thread, the timer or the stop. That one goes on. */
  private final AtomicBoolean decided = new AtomicBoolean();

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
    this.deadline =
        new Deadline(
            services.timer(),
            services.nanoClock(),
            () -> refuse("not in whole within " + TIME.toSeconds() + " s"));
  }

  /**
   * Starts its thread.
   *
   * @throws OutOfMemoryError where there are no more threads; then the connection is closed
   */
  void start() {
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
      named = ProxyHeader.read(channel.socket().getInputStream());
    } catch (ProtocolException e) {
      refuse(e.getMessage());
    } catch (IOException e) {
      log.debug("no PROXY header: {}", e.toString());
    } catch (Throwable defect) {
      FatalError.check(defect);
      log.error("reader of a PROXY header failed", defect);
    } finally {
      end(named.filter(endpoints -> !endpoints.client().equals(proxy.client())));
    }
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
    over.accept(this);
    services.limiter().releaseUnnamed();
    if (isAdmitted) {
      admission.admit(channel, named.get());
    }
  }

  /** Closes the connection, unless its header has been read. Any thread. */
  @Override
  public void close() {
    if (decided.compareAndSet(false, true)) {
      Admission.close(channel);
    }
  }
}
