package chatserver.server;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A token bucket: so many lines a second on average, with bursts of ten seconds' worth. It never
 * refuses, it says how long to wait. Used by one reader.
 */
final class TokenBucket {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long BURST_NANOS = 10 * SECOND;

  private final LongSupplier nanoClock;
  private final long nanosPerLine; // 0 for no limit
  private long paidUntil; // when the bucket would be full again

  /**
   * @param linesPerSecond 0 for no limit
   */
  TokenBucket(int linesPerSecond, LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.nanosPerLine = linesPerSecond == 0 ? 0 : SECOND / linesPerSecond;
    this.paidUntil = nanoClock.getAsLong();
  }

  /** Takes a token for a line; the line may be used after as many nanoseconds as this returns. */
  long take() {
    if (nanosPerLine == 0) {
      return 0;
    }
    long now = nanoClock.getAsLong();
    if (paidUntil - now < 0) {
      paidUntil = now;
    }
    paidUntil += nanosPerLine;
    return Math.max(0, paidUntil - now - BURST_NANOS);
  }
}
