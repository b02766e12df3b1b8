package chatserver.server;

import chatserver.failure.FatalError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts connections, until its channel is closed. */
final class Acceptor implements Runnable {
  /** Long enough to let a machine that has run out of something recover. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private static final Logger log = LoggerFactory.getLogger(Acceptor.class);

  private final ServerSocketChannel listener;
  private final Admission admission;
  private final ProxyConnections proxies;
  private final int sendBufferBytes;
  private final RateLimitedLog overload;

  /**
   * @param sendBufferBytes what the kernel may keep for one client; 0 for its own choice
   */
  Acceptor(
      ServerSocketChannel listener,
      Services services,
      Admission admission,
      ProxyConnections proxies,
      int sendBufferBytes) {
    this.listener = listener;
    this.admission = admission;
    this.proxies = proxies;
    this.sendBufferBytes = sendBufferBytes;
    this.overload = new RateLimitedLog(log, services.nanoClock());
  }

  @Override
  public void run() {
    while (listener.isOpen()) {
      try {
        accept(listener.accept());
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        overload.warn("cannot accept connections: " + e.getMessage());
        LockSupport.parkNanos(this, PAUSE_NANOS);
      } catch (Throwable defect) {
        FatalError.check(defect);
        log.error("acceptor failed", defect);
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
    }
  }

  private void accept(SocketChannel channel) {
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
      return;
    }
    if (proxies.isProxy(endpoints.client().getAddress())) {
      proxies.start(channel, endpoints);
    } else {
      admission.admit(channel, endpoints, NOTHING);
    }
  }
}
