package chatserver.server;

import chatserver.protocol.Notice;
import java.io.IOException;
import java.net.InetSocketAddress;
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
  private final Clients clients;
  private final Services services;
  private final QuietLog overload;

  Acceptor(ServerSocketChannel listener, Clients clients, Services services) {
    this.listener = listener;
    this.clients = clients;
    this.services = services;
    this.overload = new QuietLog(log, services.nanoClock());
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
        log.error("acceptor failed", defect);
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
    }
  }

  private void accept(SocketChannel channel) {
    InetSocketAddress address = null;
    try {
      address = (InetSocketAddress) channel.getRemoteAddress();
      Optional<String> refusal = services.admission().admit(address.getAddress());
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
    boolean isStarted = false;
    try {
      clients.start(channel, address);
      isStarted = true;
    } catch (IOException e) {
      log.debug("gone before it was let in: {}", e.toString());
    } catch (OutOfMemoryError e) {
      services.traffic().refusedNoThreads.increment();
      overload.warn("refused " + PeerAddress.format(address) + ": " + e.getMessage());
    } finally {
      if (!isStarted) {
        services.admission().release(address.getAddress());
        close(channel);
      }
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
