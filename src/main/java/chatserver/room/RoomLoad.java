package chatserver.room;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How much everyone has been sent lately: a leaky bucket that loses 64 KiB a second, which is more
 * than people read, and less than a slow connection takes.
 *
 * <p>Each 256 KiB in it double the price of what is said, see {@link #doublings}. So a crowd of
 * senders, each within its rate, cannot make the room louder than its members can follow: a hundred
 * senders of long lines had dropped all members that took 100 KB/s. Written by the broadcaster,
 * read by any thread.
 */
public final class RoomLoad {
  static final int BYTES_A_SECOND = 64 * 1024;
  static final int STEP_BYTES = 256 * 1024;
  static final int MAX_DOUBLINGS = 4;

  private static final long NANOS_PER_BYTE = TimeUnit.SECONDS.toNanos(1) / BYTES_A_SECOND;
  private static final long STEP_NANOS = STEP_BYTES * NANOS_PER_BYTE;
  private static final long MAX_NANOS = (MAX_DOUBLINGS + 1) * STEP_NANOS;

  private final LongSupplier nanoClock;
  private volatile long emptyAt;

  RoomLoad(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.emptyAt = nanoClock.getAsLong();
  }

  /** Everyone is sent so many bytes now. Called by the broadcaster. */
  void add(long now, long bytes) {
    long level = Math.max(0, emptyAt - now) + bytes * NANOS_PER_BYTE;
    emptyAt = now + Math.min(level, MAX_NANOS);
  }

  /** Whether the price is the highest that there is. */
  public boolean isHighest() {
    return doublings() == MAX_DOUBLINGS;
  }

  /** How many times the price of a byte is doubled at present, from 0 to 4. */
  public int doublings() {
    long level = Math.max(0, emptyAt - nanoClock.getAsLong());
    return (int) Math.min(level / STEP_NANOS, MAX_DOUBLINGS);
  }
}
