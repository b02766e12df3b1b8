package chatserver.server;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What the timer does next for one session: a look at its time-outs or, on the way out, its
 * deadline. A later plan replaces an earlier one. Thread-safe; the timer runs the tasks.
 */
final class SessionDeadline {
  private final ScheduledExecutorService timer;
  private final LongSupplier clock;
  private final Runnable over;

  // Guarded by this.
  private long at; // once there is a deadline
  private Future<?> next;

  /**
   * @param over called when the deadline is reached
   */
  SessionDeadline(ScheduledExecutorService timer, LongSupplier clock, Runnable over) {
    this.timer = timer;
    this.clock = clock;
    this.over = over;
  }

  /** Plans a look after so long. */
  synchronized void lookAfter(long nanos, Runnable look) {
    cancel();
    next = timer.schedule(look, nanos, TimeUnit.NANOSECONDS);
  }

  /** Sets the deadline, so long from now. */
  synchronized void set(Duration left) {
    at = clock.getAsLong() + left.toNanos();
    lookAfter(left.toNanos(), this::check);
  }

  /** Brings the deadline forward, where so long from now is sooner. */
  synchronized void shorten(Duration left) {
    if (left.toNanos() < nanosLeft()) {
      set(left);
    }
  }

  private void check() {
    if (isOver()) {
      over.run(); // without the lock
    }
  }

  /** Looks again where the server has not run for all of the time. */
  private synchronized boolean isOver() {
    long left = nanosLeft();
    if (left > 0) {
      lookAfter(left, this::check);
    }
    return left <= 0;
  }

  private long nanosLeft() {
    return at - clock.getAsLong();
  }

  /** Nothing is planned any more. */
  synchronized void cancel() {
    if (next != null) {
      next.cancel(false);
    }
  }
}
