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

  private volatile boolean broken;

  @Override
  public long getAsLong() {
    if (broken) {
      throw new IllegalStateException("a defect, made by a test");
    }
    return now.get();
  }

  /** From now on, asking for the time fails. */
  public void breakDown() {
    broken = true;
  }

  public void advance(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
