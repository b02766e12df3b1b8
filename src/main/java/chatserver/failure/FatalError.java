package chatserver.failure;

import java.util.function.Consumer;

/**
 * Errors after which the process has to end, so that its supervisor starts it anew: the heap or the
 * direct memory is used up, or the server's own classes are gone (an overwritten jar).
 *
 * <p>A catch boundary that goes on after a {@code Throwable} calls {@link #check} first.
 */
public final class FatalError {
  /** The JVM's words where the machine has no more threads: that only refuses a newcomer. */
  private static final String NO_MORE_THREADS = "unable to create native thread";

  private static volatile Consumer<Throwable> handler = error -> {};

  private FatalError() {}

  /**
   * Says what ends the process. It is called for each fatal error, from any thread, and must not
   * rely on memory or on classes that are not loaded yet. Until then, {@link #check} does nothing.
   */
  public static void install(Consumer<Throwable> handler) {
    isFatal(new OutOfMemoryError()); // links what it needs, which takes memory
    FatalError.handler = handler;
  }

  /** Calls the handler where this, or a cause of it, is fatal. Any thread may call this. */
  public static void check(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (isFatal(each)) {
        handler.accept(each);
        return;
      }
    }
  }

  private static boolean isFatal(Throwable thrown) {
    return thrown instanceof LinkageError
        || thrown instanceof OutOfMemoryError
            && !String.valueOf(thrown.getMessage()).startsWith(NO_MORE_THREADS);
  }
}
