package chatserver.server;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Nanoseconds for which the server has run. Whatever is measured with this clock is not charged for
 * a time in which the process stood still: a suspended laptop, a paused container.
 *
 * <p>It has to {@link #tick} every {@link #TICK}. Where ticks fail to come for longer than {@link
 * #LONGEST_STEP} the clock stands still, and goes on with the next one. Any thread may read it.
 */
final class RunningClock implements LongSupplier {
  static final Duration TICK = Duration.ofMillis(250);
  static final Duration LONGEST_STEP = Duration.ofSeconds(1);

  private record Tick(long at, long running) {
    long runningAt(long now) {
      return running + Math.min(now - at, LONGEST_STEP.toNanos());
    }
  }

  private final LongSupplier nanoTime; // goes on while the process stands still
  private volatile Tick last;

  RunningClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.last = new Tick(nanoTime.getAsLong(), 0);
  }

  @Override
  public long getAsLong() {
    Tick tick = last; // before the time: it must not be later
    return tick.runningAt(nanoTime.getAsLong());
  }

  /** Called by one thread. */
  void tick() {
    long now = nanoTime.getAsLong();
    last = new Tick(now, last.runningAt(now));
  }
}
