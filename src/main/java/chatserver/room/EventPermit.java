package chatserver.room;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Lets a session's reader submit one event at a time, the first one behind the join: the shared
 * queue then holds a little of every session, and never much of one. A reader waits for its own
 * session alone, and nobody waits for it.
 */
final class EventPermit {
  private volatile boolean isPending = true; // set by the reader, cleared by the broadcaster
  private volatile boolean closed;
  private volatile Thread waiting; // written by the reader

  /**
   * Blocks until the event before has been applied and {@code busy} is false; then another one may
   * be submitted. Called by the session's reader.
   *
   * @param busy what else to wait for; asked again at each {@link #signal}
   * @return false where the permit is closed: nothing is to be submitted any more
   */
  boolean acquire(BooleanSupplier busy) {
    boolean wasBusy = busy.getAsBoolean();
    await(busy);
    if (wasBusy) {
      // Virtual threads that wake each other go ahead of all others, here a reader and its writer
      // for as long as the client asks; a timer gives others their turn.
      LockSupport.parkNanos(1);
    }
    isPending = !closed;
    return !closed;
  }

  /** As {@link #acquire}, where nothing is to be submitted. */
  void await(BooleanSupplier busy) {
    if (isBlocked(busy)) {
      waiting = Thread.currentThread(); // before it looks again, so that no signal is lost
      while (isBlocked(busy)) {
        LockSupport.park(this);
      }
      waiting = null;
    }
  }

  private boolean isBlocked(BooleanSupplier busy) {
    return !closed && (isPending || busy.getAsBoolean());
  }

  /** The event has been applied. Called by the broadcaster. */
  void release() {
    isPending = false;
    signal();
  }

  /** Something changed that the reader may wait for. Any thread. */
  void signal() {
    LockSupport.unpark(waiting);
  }

  /** Nobody waits here any more. Any thread. */
  void close() {
    closed = true;
    signal();
  }
}
