package chatserver.server;

import chatserver.room.LeaveReason;
import chatserver.room.Member;
import chatserver.room.Outbox;
import chatserver.room.RoomEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One client from its connection to its end: its socket, its member of the room, its reader and its
 * writer.
 *
 * <pre>
 *   reader says Left ─> broadcaster removes the member and says so ─> outbox closes behind its last
 *   bytes ─> writer drains it ─> output is shut down ─> client closes its end ─> reader ends
 * </pre>
 *
 * <p>Each step is bounded in time: a client that does not take its last bytes, or does not close
 * its end, is cut off. Where nothing is to be delivered any more the socket closes at once, which
 * frees both threads wherever they block.
 */
final class Client {
  /** How long a client that leaves may take nothing of what is still on its way to it. */
  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How long it may take for all of that. */
  private static final long MAX_DRAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** How long a client may take to close its end once it has got all. */
  private static final long LINGER_SECONDS = 1;

  private static final int THREADS = 2;

  private final Services services;
  private final InetSocketAddress address;
  private final Connection connection;
  private final Outbox outbox;
  private final Member member;
  private final Consumer<Client> closed;
  private final SilenceWatch watch;
  private final AtomicBoolean hasLeft = new AtomicBoolean();
  private final AtomicInteger running = new AtomicInteger(THREADS);

  /**
   * @param closed called once, when both threads have ended
   * @throws IOException where the connection is gone already
   */
  Client(
      SocketChannel channel, InetSocketAddress address, Services services, Consumer<Client> closed)
      throws IOException {
    this.services = services;
    this.address = address;
    this.closed = closed;
    this.connection = new Connection(channel, services.nanoClock());
    this.outbox = new Outbox(services.nanoClock());
    this.member = new Member(PeerAddress.format(address), outbox, this::left);
    this.watch = new SilenceWatch(connection, outbox, services);
  }

  /**
   * Starts both threads, and joins the room: here and not in the reader, so that clients join in
   * the order in which they came. Waits while the shared queue is full.
   *
   * @throws OutOfMemoryError where there are no more threads; nobody has heard of the client then
   */
  void start() {
    ServerConfig config = services.config();
    Semaphore joined = new Semaphore(0);
    Runnable writer = new ClientWriter(connection, outbox, services.traffic(), this::writerEnded);
    Runnable reader = new ClientReader(connection, member, services, joined, this::threadEnded);
    // The writer first: where the reader then cannot start, nobody has heard of the client yet.
    config.threads().start("writer-" + member.address(), writer);
    try {
      config.threads().start("reader-" + member.address(), reader);
    } catch (Throwable e) {
      running.decrementAndGet();
      outbox.discard();
      throw e;
    }
    watch.run();
    try {
      services.broadcaster().submit(new RoomEvent.Joined(member));
    } finally {
      joined.release();
    }
  }

  /** No longer online. Called by the broadcaster. */
  private void left(LeaveReason reason) {
    if (!hasLeft.compareAndSet(false, true)) {
      return;
    }
    services.admission().release(address.getAddress());
    connection.leave(reason);
    if (reason.isOrderly()) {
      outbox.close();
      lookAtDrain(services.nanoClock().getAsLong());
    } else {
      outbox.discard();
      connection.close(); // also where it was leaving for a reason that would have let it drain
    }
  }

  /** Cuts off a client that leaves and does not take its last bytes; looks again where it does. */
  private void lookAtDrain(long leftAt) {
    if (!connection.isOpen()) {
      return;
    }
    long now = services.nanoClock().getAsLong();
    long sinceLeft = now - leftAt;
    long unmoved = Math.min(outbox.writing().nanos(now), sinceLeft);
    long next = Math.min(DRAIN_NANOS - unmoved, MAX_DRAIN_NANOS - sinceLeft);
    if (next <= 0) {
      connection.close();
    } else {
      services.timer().schedule(() -> lookAtDrain(leftAt), next, TimeUnit.NANOSECONDS);
    }
  }

  private void writerEnded() {
    if (running.get() == THREADS) { // the reader still waits for the client to close its end
      services.timer().schedule(connection::close, LINGER_SECONDS, TimeUnit.SECONDS);
    }
    threadEnded();
  }

  private void threadEnded() {
    if (running.decrementAndGet() == 0) {
      watch.cancel();
      connection.close();
      closed.accept(this);
    }
  }

  /** The server stops: what has come in is said without holding back. */
  void hurry() {
    connection.stopPausing();
  }

  /** Cuts the connection off, whatever is still on its way. */
  void cutOff() {
    connection.close();
  }
}
