package chatserver;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a test does on a thread of its own, a daemon. Whoever waits for it fails after a deadline,
 * with what it waited for.
 */
public final class Task<T> {
  /** Far longer than anything takes, and less than the time in which JUnit ends the test. */
  private static final Duration DEADLINE = Duration.ofSeconds(50);

  private final FutureTask<T> future;
  private final Thread thread;

  private Task(Callable<T> work) {
    future = new FutureTask<>(work);
    thread = new Thread(future, "task");
    thread.setDaemon(true);
  }

  /** Work without a result. */
  public interface Work {
    void run() throws Exception;
  }

  public static <T> Task<T> start(Callable<T> work) {
    Task<T> task = new Task<>(work);
    task.thread.start();
    return task;
  }

  public static Task<Void> start(Work work) {
    return start(
        () -> {
          work.run();
          return null;
        });
  }

  public boolean isDone() {
    return future.isDone();
  }

  public void interrupt() {
    thread.interrupt();
  }

  /** Waits for its end. Fails with what the work threw: an error as it is, all else as a cause. */
  public T result() {
    try {
      return future.get(DEADLINE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("not done but " + thread.getState() + " after " + DEADLINE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for a task", e);
    }
  }
}
