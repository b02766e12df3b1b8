package chatserver.server;

import java.util.Locale;
import java.util.concurrent.ThreadFactory;

/**
 * What readers, writers and the broadcaster run on. This is the one place that knows of anything
 * newer than Java 17: virtual threads are reached by reflection, so that one jar serves all.
 */
public enum ThreadKind {
  VIRTUAL,
  PLATFORM;

  /** Plenty for each of them; only the pages that are touched take memory. */
  private static final long PLATFORM_STACK_BYTES = 256 * 1024;

  /** Null where this JVM has none. */
  private static final ThreadFactory VIRTUAL_THREADS = findVirtualThreads();

  private static ThreadFactory findVirtualThreads() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      return (ThreadFactory) type.getMethod("factory").invoke(builder);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  public static boolean isVirtualSupported() {
    return VIRTUAL_THREADS != null;
  }

  /** Virtual threads where this JVM has them, platform threads elsewhere. */
  public static ThreadKind best() {
    return isVirtualSupported() ? VIRTUAL : PLATFORM;
  }

  /**
   * Starts a daemon thread.
   *
   * @throws OutOfMemoryError where the machine has no more threads
   */
  public void start(String name, Runnable task) {
    create(name, task).start();
  }

  /** A daemon thread that has not started. */
  Thread create(String name, Runnable task) {
    Thread thread =
        this == VIRTUAL
            ? VIRTUAL_THREADS.newThread(task)
            : new Thread(null, task, name, PLATFORM_STACK_BYTES);
    thread.setName(name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Makes the JDK open now what it otherwise opens when the first virtual thread waits for a
   * socket: a machine that has run out of descriptors by then would never be able to.
   */
  void prepare() {
    try {
      if (this == VIRTUAL) {
        Class.forName("sun.nio.ch.Poller");
      }
    } catch (ClassNotFoundException e) {
      // this JDK does it in another way
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT) + " threads";
  }
}
