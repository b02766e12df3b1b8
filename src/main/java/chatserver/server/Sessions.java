package chatserver.server;

import chatserver.room.CallTimer;
import chatserver.room.LeaveReason;
import chatserver.room.Member;
import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** All sessions that have a socket: those online, and those on their way out. Thread-safe. */
final class Sessions {
  /**
   * Where a session comes from, and since when.
   *
   * @param reading its reader's calls
   * @param since a time of the running clock
   */
  record Origin(InetAddress ip, CallTimer reading, long since) {}

  private final Services services;
  private final AccessControl access;

  // Guarded by this.
  private final Map<Session, Origin> open = new HashMap<>();
  private boolean closed;

  Sessions(Services services, AccessControl access) {
    this.services = services;
    this.access = access;
  }

  /**
   * Starts a session, which from then on gives back its place in the limits itself.
   *
   * @param early what the client has sent up to now
   * @throws IOException where the connection is gone already, or the server has stopped; then there
   *     is no session
   * @throws OutOfMemoryError where there are no more threads; then the session has ended, and
   *     nobody has heard of it
   */
  void start(SocketChannel channel, Endpoints endpoints, ByteBuffer early) throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    // telnet sends the last byte of its Synch as urgent data, which must not get lost in between
    channel.socket().setOOBInline(true);
    Session session =
        new Session(services.addresses().peer(endpoints), channel, services, this::remove);
    SessionReader reader = new SessionReader(session, channel, early, services);
    InetAddress ip = endpoints.client().getAddress();
    // before it starts, so that none is overlooked at the stop
    add(session, new Origin(ip, reader.reading(), services.nanoClock().getAsLong()));
    startThreads(session, reader, new SessionWriter(session, channel, services.counters()));
    session.begin();
    new TimeoutWatch(session, reader.reading(), services).run();
  }

  private synchronized void add(Session session, Origin origin) throws IOException {
    if (closed) {
      throw new IOException("the server has stopped");
    }
    if (!access.mayEnter(origin.ip())) { // else a ban or the lock would overlook it just now
      throw new IOException("banned or locked out in this moment");
    }
    open.put(session, origin);
  }

  private void startThreads(Session session, SessionReader reader, SessionWriter writer) {
    String address = session.member().peer().realAddress();
    int missing = Session.THREADS;
    try {
      services.config().threads().start("writer-" + address, writer);
      missing--;
      services.config().threads().start("reader-" + address, reader);
      missing--;
    } finally {
      for (; missing > 0; missing--) {
        session.close(LeaveReason.DEFECT);
        session.threadEnded();
      }
    }
  }

  private synchronized void remove(Session session) {
    services.limiter().release(open.remove(session).ip());
    if (open.isEmpty()) {
      notifyAll();
    }
  }

  /** All members that have a session, and where it comes from. */
  synchronized Map<Member, Origin> origins() {
    Map<Member, Origin> origins = new HashMap<>();
    open.forEach((session, origin) -> origins.put(session.member(), origin));
    return origins;
  }

  /** Waits, for a bounded time, until all have ended. */
  synchronized void awaitNone(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && !open.isEmpty(); left = deadline - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /**
   * A stop has begun, and everyone has been told: nobody is let in any more, and sessions end as
   * soon as they are drained.
   */
  void beginShutdown() {
    synchronized (this) {
      closed = true;
    }
    copy().forEach(Session::beginShutdown);
  }

  /** Closes those that are left. */
  void close() {
    copy().forEach(session -> session.close(LeaveReason.STOP));
  }

  /** What is called in a loop must not be called with the lock held: sessions remove themselves. */
  private synchronized List<Session> copy() {
    return List.copyOf(open.keySet());
  }
}
