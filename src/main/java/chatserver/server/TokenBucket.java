package chatserver.server;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A token bucket: so many tokens in a time on average, with bursts of what gathers in quiet times.
 * Not thread-safe.
 */
final class TokenBucket {
  private final LongSupplier nanoClock;
  private final long nanosPerToken; // 0 for no limit
  private final long burstNanos;
  private long paidUntil; // when the bucket would be full again

  /**
   * A full bucket.
   *
   * @param tokens that come in {@code period}; 0 for no limit
   * @param burst what can be taken at once: as many as come in this time
   */
  TokenBucket(int tokens, Duration period, Duration burst, LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.nanosPerToken = tokens == 0 ? 0 : period.toNanos() / tokens;
    this.burstNanos = burst.toNanos();
    this.paidUntil = nanoClock.getAsLong();
  }

  /** Takes tokens, also more than there are; they are there after these nanoseconds. */
  long take(int tokens) {
    if (nanosPerToken == 0) {
      return 0;
    }
    long now = nanoClock.getAsLong();
    if (paidUntil - now < 0) {
      paidUntil = now;
    }
    paidUntil += tokens * nanosPerToken;
    return Math.max(0, paidUntil - now - burstNanos);
  }

  /** Takes a token where there is one. */
  boolean tryTake() {
    boolean isThere = paidUntil + nanosPerToken - nanoClock.getAsLong() <= burstNanos;
    return isThere && take(1) == 0;
  }

  /** Whether it is as it was at first. */
  boolean isFull() {
    return paidUntil - nanoClock.getAsLong() <= 0;
  }
}
