package chatserver.room;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The room's backpressure: keeps the broadcaster at the speed of the median member, and a little
 * below it for a moment.
 *
 * <p>While more than half of the members that still make progress are behind, the broadcaster
 * pauses: the shared queue fills, readers block, and TCP slows the senders down. A member whose
 * writer has been in one call for {@link #STUCK_NANOS} makes no progress and has no say; so a
 * majority that stops reading holds up the room for that long only once, and then, until it is
 * evicted, for {@link #MAX_WAIT_FOR_STUCK_NANOS} a delivery: a client whose kernel takes no more
 * for seconds, because it has taken megabytes before, looks just the same.
 *
 * <p>A minority does not slow the room down. But a healthy member can fall far behind in a moment
 * in which its thread or its network is not served, when others talk at full speed: the default
 * backlog is full in some 40 ms then. So before a member that moves is lost, the room waits a
 * little, for {@link #PATIENCE_NANOS} at a time and nine tenths of the time at most: that can slow
 * down a flood, and the first line after it, but no conversation.
 */
final class Throttle {
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

  // Broadcaster only.
  private int keepUp;
  private int behind; // of those that move
  private int stuck; // behind, and in one call for too long
  private int nearlyLost; // of those that move
  private boolean isForMost; // whether the present wait is
  private boolean isForFew; // likewise
  private long spentNanos;
  private long lastLook;

  private volatile boolean released; // written by the thread that stops the room

  Throttle(Roster roster, long maxBacklog, LongSupplier nanoClock) {
    this.roster = roster;
    this.behindBytes = Math.min(BEHIND_BYTES, maxBacklog / 4);
    this.nearlyLostBytes = maxBacklog / 2;
    this.nanoClock = nanoClock;
    this.lastLook = nanoClock.getAsLong();
  }

  /** Waits, for a bounded time, until the members keep up. Called by the broadcaster. */
  void await() {
    long start = nanoClock.getAsLong();
    long now = start;
    while (!released && now - start < MAX_WAIT_NANOS && isToWait(now, now - start)) {
      LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      now = nanoClock.getAsLong();
    }
    account(now);
    isForMost = false;
    isForFew = false;
  }

  /** Ends the present wait, and all to come. Any thread. */
  void release() {
    released = true;
  }

  private boolean isToWait(long now, long waitedNanos) {
    account(now);
    count(now);
    isForMost = mostAreBehind() || mostLag() && waitedNanos < MAX_WAIT_FOR_STUCK_NANOS;
    isForFew = !isForMost && nearlyLost > 0 && spentNanos < PATIENCE_NANOS;
    return isForMost || isForFew;
  }

  /** Patience is spent while the room waits for few, and comes back while it does not wait. */
  private void account(long now) {
    long passed = now - lastLook;
    if (isForFew) {
      spentNanos += passed;
    } else if (!isForMost) {
      spentNanos = Math.max(0, spentNanos - passed * REGAINED);
    }
    lastLook = now;
  }

  /** Looks at every member: this is done for each delivery. */
  void count(long now) {
    keepUp = 0;
    behind = 0;
    stuck = 0;
    nearlyLost = 0;
    for (Member member : roster.members()) {
      long backlog = member.outbox().backlog();
      if (backlog <= behindBytes) {
        keepUp++;
        continue;
      }
      long nanos = member.outbox().writing().nanos(now);
      if (nanos < STUCK_NANOS) {
        behind++;
      } else {
        stuck++;
      }
      if (backlog > nearlyLostBytes && nanos < PATIENCE_NANOS) {
        nearlyLost++;
      }
    }
  }

  boolean mostAreBehind() {
    return behind > (keepUp + behind) / 2;
  }

  /** Whether more than half are behind, whether they move or not. */
  private boolean mostLag() {
    return behind + stuck > (keepUp + behind + stuck) / 2;
  }
}
