package chatserver.server;

import chatserver.room.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer without a thread: keeps what it is given, for the test to run. */
final class RecordingTimer extends ScheduledThreadPoolExecutor {
  private final class Planned extends FutureTask<Void> implements ScheduledFuture<Void> {
    private final long due;

    private Planned(Runnable command, long due) {
      super(command, null);
      this.due = due;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(due - clock.getAsLong(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  private final ManualClock clock;
  private final List<Planned> tasks = new ArrayList<>(); // guarded by this

  RecordingTimer(ManualClock clock) {
    super(0);
    this.clock = clock;
  }

  @Override
  public synchronized ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    Planned task = new Planned(command, clock.getAsLong() + unit.toNanos(delay));
    tasks.add(task);
    return task;
  }

  private synchronized List<Planned> planned() {
    tasks.removeIf(FutureTask::isDone);
    return tasks.stream().sorted(Comparator.naturalOrder()).toList();
  }

  /** In what time each task is due that is neither run nor cancelled, the next one first. */
  List<Duration> delays() {
    return planned().stream()
        .map(task -> Duration.ofNanos(task.getDelay(TimeUnit.NANOSECONDS)))
        .toList();
  }

  /** Lets so much time pass, and runs each task when it is due. */
  void pass(Duration time) {
    Duration left = time;
    for (List<Duration> due = delays(); isDue(due, left); due = delays()) {
      clock.advance(due.get(0));
      left = left.minus(due.get(0));
      planned().get(0).run();
    }
    clock.advance(left);
  }

  private static boolean isDue(List<Duration> delays, Duration time) {
    return !delays.isEmpty() && delays.get(0).compareTo(time) <= 0;
  }

  /** Runs each task now, as where the clock stood still while the time of the timer went on. */
  void runEarly() {
    planned().forEach(FutureTask::run);
  }
}
