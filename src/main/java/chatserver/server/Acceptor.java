package chatserver.server;

import chatserver.failure.FatalError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections, until its channel is closed. While the room is as loud as it can get, it
 * lets in 500 clients a second at most, since each of them is another line or two for everyone: one
 * that connected and reset without end had dropped all members that took 100 KB/s. Where there is
 * no limit to what clients say, there is none to this either.
 */
final class Acceptor implements Runnable {
  /** Long enough to let a machine that has run out of something recover. */
  private static final long RECOVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  static final long LOUD_ROOM_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final Logger log = LoggerFactory.getLogger(Acceptor.class);

  private final ServerSocketChannel listener;
  private final Services services;
  private final Admission admission;
  private final ProxyConnections proxies;
  private final int sendBufferBytes; // that the kernel may keep for one; 0 for its own choice
  private final LongConsumer pause; // blocks for so many nanoseconds
  private final RateLimitedLog overload;

  Acceptor(
      ServerSocketChannel listener,
      Services services,
      Admission admission,
      ProxyConnections proxies,
      int sendBufferBytes,
      LongConsumer pause) {
    this.listener = listener;
    this.services = services;
    this.admission = admission;
    this.proxies = proxies;
    this.sendBufferBytes = sendBufferBytes;
    this.pause = pause;
    this.overload = new RateLimitedLog(log, services.nanoClock());
  }

  @Override
  public void run() {
    boolean hasRates = services.config().maxRate() > 0;
    while (listener.isOpen()) {
      try {
        boolean isNewcomer = accept(listener.accept());
        if (isNewcomer && hasRates && services.broadcaster().load().isHighest()) {
          pause.accept(LOUD_ROOM_NANOS);
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        overload.warn("cannot accept connections: " + e.getMessage());
        pause.accept(RECOVERY_NANOS);
      } catch (Throwable defect) {
        FatalError.check(defect);
        log.error("acceptor failed", defect);
        pause.accept(RECOVERY_NANOS);
      }
    }
  }

  /** Whether a client has come in, or may behind the header of a proxy. */
  private boolean accept(SocketChannel channel) {
    Endpoints endpoints;
    try {
      endpoints =
          new Endpoints(
              (InetSocketAddress) channel.getRemoteAddress(),
              (InetSocketAddress) channel.getLocalAddress());
      if (sendBufferBytes > 0) {
        channel.setOption(StandardSocketOptions.SO_SNDBUF, sendBufferBytes);
      }
    } catch (IOException e) {
      log.debug("gone before it was admitted: {}", e.toString());
      Admission.close(channel);
      return false;
    }
    if (proxies.isProxy(endpoints.client().getAddress())) {
      proxies.start(channel, endpoints);
      return true;
    }
    return admission.admit(channel, endpoints);
  }
}
