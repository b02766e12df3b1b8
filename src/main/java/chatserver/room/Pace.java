package chatserver.room;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Keeps the room at the pace of its median member, and a little below it for a moment.
 *
 * <p>While more than half of the members that still make progress are behind, the broadcaster does
 * not go on: the shared queue fills, readers wait, and TCP holds the senders back. A member whose
 * writer has been in one call for {@link #STUCK_NANOS} makes no progress and has no say; so a
 * majority that stops reading holds up the room for that long only once, and then, until it is
 * dropped, for {@link #MAX_WAIT_FOR_STUCK_NANOS} a hand-out: a kernel that takes no more for
 * seconds, because it has taken megabytes before, looks just the same.
 *
 * <p>A minority does not slow the room down. But a healthy member can fall far behind in a moment
 * in which its thread or its network is not served, when others talk at full speed: the default
 * backlog is full in some 40 ms then. So before a member that moves is lost, the room waits a
 * little, for {@link #PATIENCE_NANOS} at a time and nine tenths of the time at most: a flood can be
 * slowed down by that, but no conversation.
 */
final class Pace {
  static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(1);
  static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

  /** So much patience comes back for each moment without a wait. */
  private static final int REGAINED = 9;

  private static final long BEHIND_BYTES = 256 * 1024;
  private static final long MAX_WAIT_FOR_STUCK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
  private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Roster roster;
  private final long behindBytes;
  private final long nearlyLostBytes;
  private final LongSupplier nanoClock;

  // Only the broadcaster touches these.
  private long spentNanos;
  private long lastRefill;

  private volatile boolean over; // written by whoever stops the room

  Pace(Roster roster, long maxBacklog, LongSupplier nanoClock) {
    this.roster = roster;
    this.behindBytes = Math.min(BEHIND_BYTES, maxBacklog / 4);
    this.nearlyLostBytes = maxBacklog / 2;
    this.nanoClock = nanoClock;
    this.lastRefill = nanoClock.getAsLong();
  }

  /** Waits, for a bounded time, until the members keep up. Called by the broadcaster. */
  void keep() {
    long start = nanoClock.getAsLong();
    long now = start;
    long waited = 0;
    while (!over && now - start < MAX_WAIT_NANOS) {
      boolean isForFew = spendPatience(now, waited);
      boolean isForStuck = now - start < MAX_WAIT_FOR_STUCK_NANOS && mostLag();
      if (!isForFew && !isForStuck && !mostAreBehind()) {
        return;
      }
      LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      long later = nanoClock.getAsLong();
      waited = later - now;
      now = later;
    }
  }

  /** Waits no longer, and never again. Any thread. */
  void letGo() {
    over = true;
  }

  boolean mostAreBehind() {
    long now = nanoClock.getAsLong();
    int moving = 0;
    int behind = 0;
    for (Member member : roster.members()) {
      Outbox outbox = member.outbox();
      if (outbox.backlog() <= behindBytes) {
        moving++;
      } else if (outbox.writing().nanos(now) < STUCK_NANOS) {
        moving++;
        behind++;
      }
    }
    return behind > moving / 2;
  }

  /** Whether more than half are behind, whether they move or not. */
  private boolean mostLag() {
    int behind = 0;
    for (Member member : roster.members()) {
      if (member.outbox().backlog() > behindBytes) {
        behind++;
      }
    }
    return behind > roster.size() / 2;
  }

  /**
   * Spends the patience of the room, which comes back while it does not wait, and says whether to
   * wait for somebody's sake.
   */
  private boolean spendPatience(long now, long waitedNanos) {
    long otherNanos = now - lastRefill - waitedNanos;
    spentNanos = Math.max(0, spentNanos - otherNanos * REGAINED) + waitedNanos;
    lastRefill = now;
    return spentNanos < PATIENCE_NANOS && oneIsNearlyLost(now);
  }

  private boolean oneIsNearlyLost(long now) {
    for (Member member : roster.members()) {
      Outbox outbox = member.outbox();
      if (outbox.backlog() > nearlyLostBytes && outbox.writing().nanos(now) < PATIENCE_NANOS) {
        return true;
      }
    }
    return false;
  }
}
