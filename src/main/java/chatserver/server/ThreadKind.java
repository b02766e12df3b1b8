package chatserver.server;

import java.util.concurrent.ThreadFactory;

/**
 * What readers, writers and the broadcaster run on. This is the one place that knows of anything
 * newer than Java 17: virtual threads are reached by reflection, so that one jar serves all.
 */
public enum ThreadKind {
  VIRTUAL("virtual threads") {
    @Override
    Thread create(String name, Runnable task) {
      return VirtualThreads.create(name, task);
    }

    @Override
    void prepare() {
      try {
        Class.forName("sun.nio.ch.Poller");
      } catch (ClassNotFoundException e) {
        // this JDK does it in another way
      }
    }
  },
  PLATFORM("platform threads") {
    @Override
    Thread create(String name, Runnable task) {
      Thread thread = new Thread(null, task, name, PLATFORM_STACK_BYTES);
      thread.setDaemon(true);
      return thread;
    }
  };

  /** Plenty for each of them; only the pages that are touched take memory. */
  private static final long PLATFORM_STACK_BYTES = 256 * 1024;

  private static final int FIRST_JAVA_WITH_VIRTUAL_THREADS = 21;

  private final String description;

  ThreadKind(String description) {
    this.description = description;
  }

  public static boolean isVirtualSupported() {
    return Runtime.version().feature() >= FIRST_JAVA_WITH_VIRTUAL_THREADS;
  }

  /** Virtual threads where this JVM has them, platform threads elsewhere. */
  public static ThreadKind best() {
    return isVirtualSupported() ? VIRTUAL : PLATFORM;
  }

  /**
   * Starts a thread.
   *
   * @throws OutOfMemoryError where the machine has no more threads
   */
  final void start(String name, Runnable task) {
    create(name, task).start();
  }

  /**
   * Makes the JDK open now what it otherwise opens when the first thread waits for a socket: a
   * machine that has run out of descriptors by then would never be able to.
   */
  void prepare() {}

  abstract Thread create(String name, Runnable task);

  @Override
  public String toString() {
    return description;
  }

  /** Loaded only where virtual threads are used. */
  private static final class VirtualThreads {
    private static final ThreadFactory FACTORY;

    static {
      try {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        Class<?> type = Class.forName("java.lang.Thread$Builder");
        FACTORY = (ThreadFactory) type.getMethod("factory").invoke(builder);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    static Thread create(String name, Runnable task) {
      Thread thread = FACTORY.newThread(task);
      thread.setName(name);
      return thread;
    }
  }
}
