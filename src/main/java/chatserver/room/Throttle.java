package chatserver.room;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The room's backpressure: keeps the broadcaster at the speed of the median member, and a little
 * below it for a moment.
 *
 * <p>While more than half of the members are behind, the broadcaster pauses: the shared queue
 * fills, readers block, and TCP slows the senders down. The room waits for each member for a
 * bounded share of time only, see {@link WaitAllowance}: one that has used up its allowance is
 * stuck and has no say while it is behind. A newcomer has no more left than the others. So slow
 * readers, however many, hold up the room for {@link #MEMBER_NANOS} once, also where they go and
 * come anew, and their backlog grows from then on. What the server itself owes a member is not
 * charged: only time that its writer spends in a call.
 *
 * <p>A minority does not slow the room down. But a healthy member can fall far behind in a moment
 * in which its thread or its network is not served, when others talk at full speed: the default
 * backlog is full in some 40 ms then. So before a member that moves is lost, the room waits a
 * little, for {@link #PATIENCE_NANOS} at a time and nine tenths of the time at most: that can slow
 * down a flood, and the first line after it, but no ordinary talk.
 *
 * <p>Before an observer misses a line, the room waits as well, for {@link #OBSERVER_NANOS}.
 */
final class Throttle {
  static final long MEMBER_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);
  static final long OBSERVER_NANOS = TimeUnit.SECONDS.toNanos(10);
  static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

  /** So much patience comes back for each moment without a wait. */
  private static final int REGAINED = 9;

  private static final long BEHIND_BYTES = 256 * 1024;
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
  private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** What the room waits for. */
  enum Wait {
    NOBODY,
    MOST,
    FEW,
    OBSERVERS
  }

  private final Roster roster;
  private final Collection<Member> observers;
  private final RoomConfig config;
  private final LongSupplier nanoClock;

  // Broadcaster only.
  private Wait wait = Wait.NOBODY;
  private long spentNanos;
  private long lastLook;

  private volatile boolean released; // written by the thread that stops the room

  Throttle(Roster roster, Collection<Member> observers, RoomConfig config, LongSupplier nanoClock) {
    this.roster = roster;
    this.observers = observers;
    this.config = config;
    this.nanoClock = nanoClock;
    this.lastLook = nanoClock.getAsLong();
  }

  /** Waits, for a bounded time, until the members keep up. Called by the broadcaster. */
  void await() {
    long now = nanoClock.getAsLong();
    long end = now + MAX_WAIT_NANOS;
    wait = look(now);
    while (wait != Wait.NOBODY && now - end < 0 && !released) {
      LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
      now = nanoClock.getAsLong();
      wait = look(now);
    }
    wait = Wait.NOBODY;
  }

  /** Ends the present wait, and all to come. Any thread. */
  void release() {
    released = true;
  }

  /**
   * Patience is spent while the room waits for few, and comes back while it does not wait.
   *
   * @return the time since the last look
   */
  private long account(long now) {
    long passed = now - lastLook;
    if (wait == Wait.FEW) {
      spentNanos += passed;
    } else if (wait == Wait.NOBODY) {
      spentNanos = Math.max(0, spentNanos - passed * REGAINED);
    }
    lastLook = now;
    return passed;
  }

  /** Looks at every member, for each delivery, and says what to wait for until the next look. */
  Wait look(long now) {
    long passed = account(now);
    long behindBytes = Math.min(BEHIND_BYTES, config.maxBacklog() / 4);
    int keepUp = 0;
    int behind = 0; // members that are not stuck
    boolean isFewToWaitFor = false; // members that move
    for (Member member : roster.members()) {
      long backlog = member.outbox().backlog();
      if (backlog <= behindBytes) {
        keepUp++;
        continue;
      }
      boolean isNearlyLost = backlog > config.maxBacklog() / 2;
      boolean isCharged = wait == Wait.MOST || wait == Wait.FEW && isNearlyLost;
      if (mayWaitFor(member, now, isCharged ? passed : 0)) {
        behind++;
        isFewToWaitFor |= isNearlyLost && member.outbox().writing().nanos(now) < PATIENCE_NANOS;
      }
      roster.newcomers().inherit(member.waitAllowance());
    }
    boolean observersLag = false;
    for (Member observer : observers) {
      if (observer.outbox().backlog() > config.maxObserverBacklog() / 2) {
        observersLag |= mayWaitFor(observer, now, wait == Wait.OBSERVERS ? passed : 0);
      }
    }
    if (behind > keepUp) {
      return Wait.MOST;
    }
    if (observersLag) {
      return Wait.OBSERVERS;
    }
    return isFewToWaitFor && spentNanos < PATIENCE_NANOS ? Wait.FEW : Wait.NOBODY;
  }

  private static boolean mayWaitFor(Member member, long now, long waitedNanos) {
    Outbox outbox = member.outbox();
    long charged = Math.min(waitedNanos, outbox.writing().nanos(now));
    return member.waitAllowance().charge(now, outbox.takenBytes(), charged);
  }
}
