package chatserver.room;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A nano clock that goes on only where a test says so. It starts just before it overflows, so that
 * times which are not compared by subtraction come out wrong.
 */
public final class ManualClock implements LongSupplier {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(1).toNanos());

  @Override
  public long getAsLong() {
    return now.get();
  }

  public void advance(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
