package chatserver.server;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer without a thread: keeps the one task that it was given last, for the test to run. */
final class RecordingTimer extends ScheduledThreadPoolExecutor {
  private Runnable task;
  private Duration delay;

  RecordingTimer() {
    super(0);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long time, TimeUnit unit) {
    if (task != null) {
      throw new IllegalStateException("two tasks at once");
    }
    task = command;
    delay = Duration.ofNanos(unit.toNanos(time));
    return null;
  }

  /** In what time the task is due; null where there is none. */
  Duration delay() {
    return delay;
  }

  /** Runs the task. */
  void run() {
    Runnable due = task;
    task = null;
    delay = null;
    due.run();
  }
}
