package chatserver.server;

import java.util.concurrent.TimeUnit;

/**
 * How long a reader waits for more input to gather, so that thousands of clients that send a byte
 * at a time cost no more than as many that send lines. Used by one reader.
 *
 * <p>The pause doubles with each small read that ends no line, up to 64 ms. People who type in
 * character mode do not notice that at the end of their line.
 */
final class GatherPause {
  /** A read of as many bytes is no small one: a long paste is not to be held up. */
  static final int FEW_BYTES = 64;

  private static final long MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(64);

  private long next = MIN_NANOS;

  /** How many nanoseconds to wait behind a read; 0 for none. */
  long after(int bytes, boolean endedLine) {
    if (endedLine) {
      next = MIN_NANOS;
    }
    if (endedLine || bytes >= FEW_BYTES) {
      return 0;
    }
    long pause = next;
    next = Math.min(2 * next, MAX_NANOS);
    return pause;
  }
}
