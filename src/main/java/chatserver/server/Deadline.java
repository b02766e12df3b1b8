package chatserver.server;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What the timer does next for one connection: a look at it or, once there is one, the end at its
 * deadline. A later plan replaces an earlier one. Thread-safe; the timer runs the tasks.
 */
final class Deadline {
  private final ScheduledExecutorService timer;
  private final LongSupplier clock;
  private final Runnable over;

  // Guarded by this.
  private long at;
  private boolean isFixed; // or cancelled: nothing else is planned any more
  private Future<?> next;

  /**
   * @param over called when the deadline is reached
   */
  Deadline(ScheduledExecutorService timer, LongSupplier clock, Runnable over) {
    this.timer = timer;
    this.clock = clock;
    this.over = over;
  }

  /** Plans a look after so long, unless there is a deadline by then. */
  synchronized void lookAfter(long nanos, Runnable look) {
    if (!isFixed) {
      plan(look, nanos);
    }
  }

  private void plan(Runnable task, long nanos) {
    cancelPlan();
    next = timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
  }

  /** Sets the deadline, so long from now. */
  synchronized void set(Duration left) {
    isFixed = true;
    at = clock.getAsLong() + left.toNanos();
    plan(this::check, left.toNanos());
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
      plan(this::check, left);
    }
    return left <= 0;
  }

  private long nanosLeft() {
    return at - clock.getAsLong();
  }

  /** Nothing is planned any more. */
  synchronized void cancel() {
    isFixed = true;
    cancelPlan();
  }

  private void cancelPlan() {
    if (next != null) {
      next.cancel(false);
    }
  }
}
