package chatserver.server;

import chatserver.protocol.Notice;
import chatserver.room.LeaveReason;
import chatserver.room.Member;
import chatserver.room.Peer;
import chatserver.room.RoomEvent;
import java.nio.channels.Channel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One client from its connection to its end: where it stands, why it ends, and by when.
 *
 * <pre>
 *   ARRIVING ──> ONLINE ──> LEAVING ──> DRAINING ──> LINGERING ──> CLOSED
 *       └───────────┴──────────┴───────────┴─────────────┴───────────^
 *
 *   ARRIVING   not in the room; nobody has been told
 *              ends when the join is submitted: at once, once settled, or with the first line
 *   ONLINE     in the room, or the join is in the queue
 *              ends with the first reason to leave, from whatever thread; that sets the deadline
 *   LEAVING    the leave is in the queue, or the reader submits it at the end of the input:
 *              behind a write that failed, what came in before is still executed
 *              ends when the broadcaster has removed the member
 *   DRAINING   the writer writes what waits in the outbox
 *              ends when all is written, and the output shut down
 *   LINGERING  the reader reads on and throws away
 *              ends with the end of input, or at the deadline
 *   CLOSED     the socket is closed, which frees both threads wherever they block
 *              when both have ended, the session is over
 * </pre>
 *
 * <p>A reason that ends at once leads to CLOSED, and so does a failed write from DRAINING on. The
 * thread that has the reason calls {@link #leave}; only what cannot start, or a stop that is over,
 * calls {@link #close}. Thread-safe; nothing here blocks but {@link #pause}.
 */
final class Session implements Member.Listener {
  enum State {
    ARRIVING,
    ONLINE,
    LEAVING,
    DRAINING,
    LINGERING,
    CLOSED
  }

  /** How long a client on its way out may take for all that is still to come. */
  private static final Duration WAY_OUT = Duration.ofSeconds(5);

  /** How long, at a stop, it may take to close its end once it has been sent everything. */
  private static final Duration LINGER_AT_STOP = Duration.ofSeconds(1);

  /** Its reader and its writer. */
  static final int THREADS = 2;

  private final Channel channel;
  private final Member member;
  private final Services services;
  private final Consumer<Session> over;
  private final Deadline deadline;
  private final AtomicInteger threads = new AtomicInteger(THREADS);
  private volatile Thread pausing; // written by the reader
  private volatile boolean stopping; // written by the thread that stops the server

  // Guarded by this for writing; what is volatile is read by any thread.
  private volatile LeaveReason reason; // the first one; written before the state
  private volatile State state = State.ARRIVING;
  private volatile boolean joined;

  /** Calls {@code over} once, when both threads have ended and the socket is closed. */
  Session(Peer peer, Channel channel, Services services, Consumer<Session> over) {
    this.channel = channel;
    this.services = services;
    this.over = over;
    this.deadline =
        new Deadline(services.timer(), services.nanoClock(), () -> close(LeaveReason.DEFECT));
    this.member = new Member(peer, services.nanoClock(), this);
  }

  Member member() {
    return member;
  }

  /** What the timer does for this session. */
  Deadline deadline() {
    return deadline;
  }

  /**
   * Lets the client arrive, and join unless it has to settle. Called when both threads have
   * started, in the order in which clients came: so they join in that order, too.
   */
  void begin() {
    if (services.config().settle().isZero()) {
      join();
    } else {
      services.broadcaster().submit(new RoomEvent.Arrived(member));
    }
  }

  /** Submits the join, unless that has been done, or the session ends already. Any thread. */
  synchronized void join() {
    if (!joined && isExecuting()) {
      joined = true;
      enter(State.ARRIVING, State.ONLINE);
      services.broadcaster().submit(new RoomEvent.Joined(member));
    }
  }

  /** Whether the join has been submitted. */
  boolean hasJoined() {
    return joined;
  }

  /** Goes on to the next state, but only from this one. */
  private synchronized void enter(State from, State next) {
    if (state == from) {
      state = next;
      LockSupport.unpark(pausing);
    }
  }

  State state() {
    return state;
  }

  /** Whether nobody has had a reason yet to end the session. */
  private boolean isActive() {
    return state.compareTo(State.LEAVING) < 0;
  }

  /** Whether what the client sends is executed: behind a failed write, to the end of its input. */
  boolean isExecuting() {
    return isActive() || state == State.LEAVING && reason == LeaveReason.BROKEN;
  }

  /** Waits, but no longer than what the client sends is executed. Called by the reader. */
  void pause(long nanos) {
    pausing = Thread.currentThread(); // before it looks, so that no wake-up is lost
    LongSupplier clock = services.nanoClock();
    long end = clock.getAsLong() + nanos;
    for (long left = nanos; left > 0 && isExecuting(); left = end - clock.getAsLong()) {
      LockSupport.parkNanos(this, left);
    }
    pausing = null;
  }

  /**
   * The one way to end a session. The first reason wins; it is what the others are told.
   *
   * @return whether this was the first
   */
  synchronized boolean leave(LeaveReason why) {
    boolean isFirst = isActive();
    if (isFirst) {
      reason = why;
      enter(state, State.LEAVING);
    }
    if (why.endsAtOnce() || why == LeaveReason.BROKEN && state != State.LEAVING) {
      close(why);
    } else if (isFirst) {
      deadline.set(WAY_OUT);
    }
    return isFirst;
  }

  @Override
  public void onJoined() {
    services.sessionLog().info("{} joined", member);
  }

  @Override
  public void onRenamed(String before) {
    SessionLog log = services.sessionLog();
    log.info("{} changed its name from {} to {}", member.peer(), before, member.name().text());
  }

  @Override
  public void onLeft(LeaveReason why) {
    leave(why);
    if (!why.isOrderly()) {
      close(why);
      return;
    }
    enter(State.LEAVING, State.DRAINING);
    member.outbox().close();
    member.permit().close();
  }

  /** The writer has written everything, and has shut down the output. */
  void drained() {
    enter(State.DRAINING, State.LINGERING);
    shortenLinger();
  }

  /** A stop has begun, and everyone has been told. */
  void beginShutdown() {
    stopping = true;
    onLeft(LeaveReason.STOP);
    shortenLinger();
  }

  private synchronized void shortenLinger() {
    if (stopping && state == State.LINGERING) {
      deadline.shorten(LINGER_AT_STOP);
    }
  }

  /**
   * Closes the socket, whatever is still on its way. Can be called twice, from any thread.
   *
   * @param why what ends the session, where nothing has ended it yet
   */
  synchronized void close(LeaveReason why) {
    if (reason == null) {
      reason = why;
    }
    enter(state, State.CLOSED);
    deadline.cancel();
    member.outbox().discard();
    member.permit().close();
    Admission.close(channel);
  }

  /** One of the two threads ends; with the last one the session is over. */
  void threadEnded() {
    if (threads.decrementAndGet() == 0) {
      close(LeaveReason.DEFECT);
      over.accept(this);
    }
  }

  /** What tells the room that the session ends; for when there is a reason. */
  RoomEvent leaveEvent() {
    Duration silence = services.config().idleTimeout();
    return reason == LeaveReason.IDLE
        ? new RoomEvent.Left(member, reason, Notice.encode(Notice.idleTimeout(silence)))
        : new RoomEvent.Left(member, reason);
  }

  /** Why it ends, for the log. */
  LeaveReason reason() {
    return reason;
  }
}
