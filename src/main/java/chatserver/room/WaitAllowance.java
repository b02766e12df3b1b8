package chatserver.room;

import java.util.concurrent.TimeUnit;

/**
 * How long the room may still wait for one member: a token bucket of time. What is spent comes back
 * within a minute without a wait, and each byte that the member takes pays for a microsecond: so
 * one that takes a megabyte a second costs nothing. Broadcaster only.
 */
final class WaitAllowance {
  private static final long REGAINED_IN_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long NANOS_PER_BYTE = 1000;

  private final long maxNanos;
  private long spentNanos;

  // As of the last look.
  private long at;
  private long takenBytes;

  WaitAllowance(long maxNanos) {
    this.maxNanos = maxNanos;
  }

  /** Has no more left than another one had when that was last looked at. */
  void inherit(WaitAllowance other) {
    boolean isUsed = other.spentNanos > 0; // else there is no time of a last look
    if (isUsed && (spentNanos == 0 || other.spentNanos > spentNanos - regained(other.at))) {
      spentNanos = other.spentNanos;
      at = other.at;
    }
  }

  private long regained(long now) {
    return (now - at) / (REGAINED_IN_NANOS / maxNanos);
  }

  /**
   * Charges for a wait, less what has come back since the last look.
   *
   * @param now nanoseconds of the room's clock
   * @param taken bytes that the member has taken since it joined
   * @param waitedNanos how long the room has waited for it since the last look
   * @return whether the room may wait for it any longer
   */
  boolean charge(long now, long taken, long waitedNanos) {
    if (spentNanos > 0) {
      long paid = (taken - takenBytes) * NANOS_PER_BYTE;
      spentNanos = Math.max(0, spentNanos - regained(now - waitedNanos) - paid);
    }
    spentNanos = Math.min(maxNanos, spentNanos + waitedNanos);
    at = now;
    takenBytes = taken;
    return spentNanos < maxNanos;
  }
}
