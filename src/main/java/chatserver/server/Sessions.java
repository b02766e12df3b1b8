package chatserver.server;

import chatserver.room.CallTimer;
import chatserver.room.LeaveReason;
import chatserver.room.Member;
import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** All sessions that have a socket: those online, and those on their way out. Thread-safe. */
final class Sessions {
  /** Where a session comes from, the calls of its reader, and since when by the running clock. */
  record Origin(Session session, InetAddress ip, CallTimer reading, long since) {}

  private final Services services;
  private final AccessControl access;

  // Guarded by this.
  private final Map<Member, Origin> open = new HashMap<>();
  private boolean closed;

  Sessions(Services services, AccessControl access) {
    this.services = services;
    this.access = access;
  }

  /**
   * Starts a session, which from then on gives back its place in the limits itself.
   *
   * @throws IOException where there is no session: the connection is gone, or it came too late
   * @throws OutOfMemoryError where there are no more threads: the session has ended, unheard of
   */
  void start(SocketChannel channel, Endpoints endpoints) throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    // telnet sends the last byte of its Synch as urgent data, which must not get lost in between
    channel.socket().setOOBInline(true);
    Session session =
        new Session(services.addresses().peer(endpoints), channel, services, this::remove);
    SessionReader reader = new SessionReader(session, channel, services);
    InetAddress ip = endpoints.client().getAddress();
    // before it starts, so that none is overlooked at the stop
    add(new Origin(session, ip, reader.reading(), services.nanoClock().getAsLong()));
    startThreads(session, reader, new SessionWriter(session, channel, services.counters()));
    session.begin();
    new TimeoutWatch(session, reader.reading(), services).run();
  }

  private synchronized void add(Origin origin) throws IOException {
    if (closed) {
      throw new IOException("the server has stopped");
    }
    if (!access.mayEnter(origin.ip())) { // else a ban or the lock would overlook it just now
      throw new IOException("banned or locked out in this moment");
    }
    open.put(origin.session().member(), origin);
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
      for (; missing > 0; missing--) { // a thread that has not started tells of no end
        session.close(LeaveReason.DEFECT);
        session.threadEnded();
      }
    }
  }

  private synchronized void remove(Session session) {
    services.limiter().release(open.remove(session.member()).ip());
    if (open.isEmpty()) {
      notifyAll();
    }
  }

  /** A copy, so that no lock is held in a loop over it: sessions that are closed come back here. */
  synchronized Map<Member, Origin> origins() {
    return Map.copyOf(open);
  }

  /** Waits, for a bounded time, until all have ended. */
  synchronized void awaitNone(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && !open.isEmpty(); left = deadline - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /**
   * Everyone has been told of the stop: nobody is let in any more, and sessions end once drained.
   */
  void beginShutdown() {
    synchronized (this) {
      closed = true;
    }
    origins().values().forEach(each -> each.session().beginShutdown());
  }

  /** Closes those that are left. */
  void close() {
    origins().values().forEach(each -> each.session().close(LeaveReason.STOP));
  }
}
