package chatserver.failure;

import java.util.function.Consumer;

/**
 * Errors after which the process has to end, so that its supervisor starts it anew: the heap or the
 * direct memory is used up, or the server's own classes are gone (an overwritten jar).
 *
 * <p>A catch boundary that goes on after a {@code Throwable} calls {@link #check} first. Any thread
 * may.
 */
public final class FatalError {
  /** The JVM's words where the machine has no more threads: that only refuses a newcomer. */
  private static final String NO_MORE_THREADS = "unable to create native thread";

  private static volatile Consumer<Throwable> handler = error -> {};

  private FatalError() {}

  /**
   * Says what ends the process. Until then, {@link #check} does nothing.
   *
   * @param handler is called for each fatal error, from any thread; it must not rely on memory or
   *     on classes that are not loaded yet
   */
  public static void install(Consumer<Throwable> handler) {
    FatalError.handler = handler;
  }

  /** Calls the handler where this, or a cause of it, is fatal. Otherwise it does nothing. */
  public static void check(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (isFatal(each)) {
        handler.accept(each);
        return;
      }
    }
  }

  private static boolean isFatal(Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) {
      String message = thrown.getMessage();
      return message == null || !message.startsWith(NO_MORE_THREADS);
    }
    return thrown instanceof LinkageError;
  }
}
