package chatserver.server;

import chatserver.failure.FatalError;
import chatserver.protocol.Notice;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts connections, and admits or refuses them, until its channel is closed. */
final class Acceptor implements Runnable {
  /** Long enough to let a machine that has run out of something recover. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final Logger log = LoggerFactory.getLogger(Acceptor.class);

  private final ServerSocketChannel listener;
  private final Sessions sessions;
  private final Services services;
  private final AccessControl access;
  private final int sendBufferBytes;
  private final RateLimitedLog overload;

  /**
   * @param sendBufferBytes what the kernel may keep for one client; 0 for its own choice
   */
  Acceptor(
      ServerSocketChannel listener,
      Sessions sessions,
      Services services,
      AccessControl access,
      int sendBufferBytes) {
    this.listener = listener;
    this.sendBufferBytes = sendBufferBytes;
    this.sessions = sessions;
    this.services = services;
    this.access = access;
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
    InetSocketAddress address = null;
    try {
      address = (InetSocketAddress) channel.getRemoteAddress();
      if (sendBufferBytes > 0) {
        channel.setOption(StandardSocketOptions.SO_SNDBUF, sendBufferBytes);
      }
      InetAddress ip = address.getAddress();
      Optional<String> refusal = access.refusal(ip).or(() -> services.limiter().acquire(ip));
      if (refusal.isPresent()) {
        overload.warn("refused " + PeerAddress.format(address) + ": " + refusal.get());
        refuse(channel, refusal.get());
        return;
      }
    } catch (IOException e) {
      log.debug("gone before it was admitted: {}", e.toString());
      close(channel);
      return;
    }
    admit(channel, address);
  }

  private void admit(SocketChannel channel, InetSocketAddress address) {
    try {
      sessions.start(channel, address);
    } catch (IOException e) {
      log.debug("gone before it was let in: {}", e.toString());
      services.limiter().release(address.getAddress());
      close(channel);
    } catch (OutOfMemoryError e) {
      FatalError.check(e); // unless it is a thread that the machine did not have
      services.counters().refusedThreads.increment();
      overload.warn("refused " + PeerAddress.format(address) + ": " + e.getMessage());
    }
  }

  /** The send buffer of a new connection takes a short line at once, so this does not block. */
  private static void refuse(SocketChannel channel, String reason) {
    try (channel) {
      channel.configureBlocking(false);
      channel.write(ByteBuffer.wrap(Notice.encode(reason)));
      channel.shutdownOutput();
      // unread input would make the kernel throw the line away
      channel.read(ByteBuffer.allocate(1024));
    } catch (IOException e) {
      log.debug("gone before it was refused: {}", e.toString());
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("cannot close: {}", e.toString());
    }
  }
}
