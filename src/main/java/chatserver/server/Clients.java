package chatserver.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** All clients that have a socket: those online, and those on their way out. Thread-safe. */
final class Clients {
  private final Services services;

  // Guarded by this.
  private final Set<Client> open = new HashSet<>();
  private boolean closed;

  Clients(Services services) {
    this.services = services;
  }

  /**
   * Lets a client in. It is known here before it starts, so that none is overlooked at the stop.
   *
   * @throws IOException where the connection is gone already, or the server has stopped
   * @throws OutOfMemoryError where there are no more threads
   */
  void start(SocketChannel channel, InetSocketAddress address) throws IOException {
    Client client = new Client(channel, address, services, this::remove);
    add(client);
    try {
      client.start();
    } catch (Throwable e) {
      remove(client);
      throw e;
    }
  }

  private synchronized void add(Client client) throws IOException {
    if (closed) {
      throw new IOException("the server has stopped");
    }
    open.add(client);
  }

  private synchronized void remove(Client client) {
    open.remove(client);
    if (open.isEmpty()) {
      notifyAll();
    }
  }

  /** Waits, for a bounded time, until all have ended. */
  synchronized void awaitNone(long nanos) throws InterruptedException {
    long deadline = services.nanoClock().getAsLong() + nanos;
    for (long left = nanos;
        left > 0 && !open.isEmpty();
        left = deadline - services.nanoClock().getAsLong()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** The server stops: nobody is held back any more. */
  void hurry() {
    copy().forEach(Client::hurry);
  }

  /** Cuts off those that are left. */
  void cutOff() {
    copy().forEach(Client::cutOff);
  }

  /** Cuts off those that are left, and lets nobody in any more. */
  void close() {
    synchronized (this) {
      closed = true;
    }
    cutOff();
  }

  /** What is called in a loop must not be called with the lock held: clients remove themselves. */
  private synchronized List<Client> copy() {
    return List.copyOf(open);
  }
}
