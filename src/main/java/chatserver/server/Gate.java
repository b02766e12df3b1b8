package chatserver.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.StampedLock;

/**
 * Lets lines in until the server stops. Readers pass it with what one read brought; closing it
 * waits for those that are inside, so that what was accepted is said before the room stops.
 */
final class Gate {
  private final StampedLock lock = new StampedLock();
  private volatile boolean closed; // written by whoever stops the server

  /**
   * @return a stamp for {@link #leave}, or 0 where the gate is closed
   */
  long enter() {
    return closed ? 0 : lock.tryReadLock();
  }

  void leave(long stamp) {
    lock.unlockRead(stamp);
  }

  /** Lets nobody in any more, and waits, for a bounded time, for those who are inside. */
  void close(Duration atMost) {
    closed = true;
    try {
      lock.tryWriteLock(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
