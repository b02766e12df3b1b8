package chatserver.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * Lets a reader wait for more input to gather, so that thousands of clients that send a byte at a
 * time cost no more than as many that send lines. Used by one reader.
 *
 * <p>The pause doubles with each small read that ends no line, up to 64 ms. People who type in
 * character mode do not notice that at the end of their line. Where very many readers gather, each
 * waits longer: together they make {@link #MAX_READS} reads a second. With 2,000 of them on
 * platform threads a line took 11 ms to all instead of 95.
 */
final class GatherPause {
  /** A read of as many bytes is no small one: a long paste is not to be held up. */
  static final int FEW_BYTES = 64;

  static final int MAX_READS = 8000;

  private static final long MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long USUAL_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(64);
  private static final long NANOS_A_READ = TimeUnit.SECONDS.toNanos(1) / MAX_READS;

  private final AtomicInteger gathering;
  private final LongConsumer pause;
  private long next = MIN_NANOS;

  /**
   * @param gathering how many readers of the server wait like this at present
   * @param pause blocks for so many nanoseconds
   */
  GatherPause(AtomicInteger gathering, LongConsumer pause) {
    this.gathering = gathering;
    this.pause = pause;
  }

  /** Waits behind a read, where it has brought little. */
  void await(int bytes, boolean endedLine) {
    if (endedLine) {
      next = MIN_NANOS;
    }
    if (endedLine || bytes >= FEW_BYTES) {
      return;
    }
    long most = Math.max(USUAL_MAX_NANOS, gathering.incrementAndGet() * NANOS_A_READ);
    try {
      pause.accept(next);
    } finally {
      gathering.decrementAndGet();
    }
    next = Math.min(2 * next, most);
  }
}
