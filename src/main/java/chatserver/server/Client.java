package chatserver.server;

import chatserver.room.LeaveReason;
import chatserver.room.Member;
import chatserver.room.Outbox;
import chatserver.room.RoomEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
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
  /** How long a client that leaves may take for what is still on its way to it. */
  private static final long DRAIN_SECONDS = 5;

  /**
   * How long, at a stop, a client may take to close its end once the kernel has all that is for it.
   * At other times it has the rest of its five seconds: the kernel throws away what it has not yet
   * passed on if something comes in for a socket that is closed.
   */
  private static final long STOP_LINGER_SECONDS = 1;

  private static final long RETRY_MILLIS = 10;
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
  private volatile boolean written; // by the writer: all that there was
  private volatile boolean hurried; // by whoever stops the server

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
    this.watch = new SilenceWatch(connection, outbox, services, this::timedOut);
  }

  /**
   * Starts both threads, and joins the room: here, so that clients join in the order in which they
   * came. Where the shared queue is full the reader does, and waits: nobody else has to then.
   *
   * @throws OutOfMemoryError where there are no more threads; nobody has heard of the client then
   */
  void start() {
    ServerConfig config = services.config();
    Runnable writer = new ClientWriter(connection, outbox, services.traffic(), this::writerEnded);
    ClientReader reader = new ClientReader(connection, member, services, this::threadEnded);
    config.threads().start("writer-" + member.address(), writer);
    try {
      config.threads().start("reader-" + member.address(), reader);
    } catch (Throwable e) {
      running.decrementAndGet();
      outbox.discard();
      throw e;
    }
    watch.run();
    boolean joined = false;
    try {
      joined = services.broadcaster().offer(new RoomEvent.Joined(member));
    } finally {
      reader.begin(joined);
    }
  }

  /** Said here and not by the reader, which may be in a read that lasts. Never waits. */
  private void timedOut() {
    if (!services.broadcaster().offer(new RoomEvent.Left(member, LeaveReason.IDLE))) {
      services.timer().schedule(this::timedOut, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** No longer online. Called by the broadcaster. */
  private void left(LeaveReason reason) {
    if (hasLeft.compareAndSet(false, true)) {
      services.admission().release(address.getAddress());
    }
    connection.leave(reason);
    if (reason.isOrderly()) {
      outbox.close();
      services.timer().schedule(connection::close, DRAIN_SECONDS, TimeUnit.SECONDS);
    } else {
      outbox.discard();
      connection.close(); // also where it was leaving for a reason that would have let it drain
    }
  }

  private void writerEnded() {
    written = true;
    if (hurried || connection.leaveReason() == LeaveReason.STOP) {
      closeSoon();
    }
    threadEnded();
  }

  private void closeSoon() {
    services.timer().schedule(connection::close, STOP_LINGER_SECONDS, TimeUnit.SECONDS);
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
    hurried = true;
    if (written) {
      closeSoon();
    }
  }

  /** Cuts the connection off, whatever is still on its way. */
  void cutOff() {
    outbox.discard();
    connection.close();
  }
}
