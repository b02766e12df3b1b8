package chatserver.room;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Keeps the room at the pace of its median member.
 *
 * <p>While more than half of the members that still make progress are behind, the broadcaster does
 * not go on: the shared queue fills, readers wait, and TCP holds the senders back. A minority,
 * however slow, never makes it wait. A member whose writer has been in one call for long makes no
 * progress and has no say; so even a majority that stops reading holds up the room only once, and
 * only for {@link #STUCK_NANOS}.
 */
final class Pace {
  static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long BEHIND_BYTES = 256 * 1024;
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
  private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Roster roster;
  private final long behindBytes;
  private final LongSupplier nanoClock;
  private volatile boolean over;

  Pace(Roster roster, long maxBacklog, LongSupplier nanoClock) {
    this.roster = roster;
    this.behindBytes = Math.min(BEHIND_BYTES, maxBacklog / 4);
    this.nanoClock = nanoClock;
  }

  /** Waits, for a bounded time, until most members keep up. Called by the broadcaster. */
  void keep() {
    long start = nanoClock.getAsLong();
    while (!over && mostAreBehind() && nanoClock.getAsLong() - start < MAX_WAIT_NANOS) {
      LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
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
}
