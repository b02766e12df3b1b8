package chatserver.room;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Lets a session's reader submit one event at a time, the first once it has arrived: the shared
 * queue then holds a little of every session, and never much of one. A reader waits for its own
 * session alone, and nobody waits for it.
 */
public final class EventPermit {
  private static final BooleanSupplier NEVER = () -> false;
  private static final Object ARRIVAL = "arrival"; // any event of the member lets it begin

  private final BooleanSupplier isFull;
  private volatile Object pending = ARRIVAL; // set by the reader, cleared by the broadcaster
  private volatile boolean closed;
  private volatile Thread waiting; // written by the reader

  /**
   * @param isFull whether too many answers wait for one more; asked again at each {@link #signal}
   */
  EventPermit(BooleanSupplier isFull) {
    this.isFull = isFull;
  }

  /** Blocks until the last event of the reader has been applied. Called by that reader. */
  public void awaitApplied() {
    await(NEVER);
  }

  /**
   * As {@link #awaitApplied}; then another event may be submitted, and is the last one.
   *
   * @return false where the permit is closed: nothing is to be submitted any more
   */
  public boolean acquire(RoomEvent event) {
    awaitApplied();
    pending = event;
    return !closed;
  }

  /**
   * As {@link #acquire}, and until no more than 64 KiB of earlier answers wait: a client that asks
   * and never reads holds up nobody but itself.
   */
  public boolean acquireToAsk(RoomEvent event) {
    boolean wasFull = isFull.getAsBoolean();
    await(isFull);
    if (wasFull) {
      // Virtual threads that wake each other go ahead of all others, here a reader and its writer
      // for as long as the client asks; a timer gives others their turn.
      LockSupport.parkNanos(1);
    }
    return acquire(event);
  }

  private void await(BooleanSupplier isBusy) {
    if (isBlocked(isBusy)) {
      waiting = Thread.currentThread(); // before it looks again, so that no signal is lost
      while (isBlocked(isBusy)) {
        LockSupport.park(this);
      }
      waiting = null;
    }
  }

  private boolean isBlocked(BooleanSupplier isBusy) {
    return !closed && (pending != null || isBusy.getAsBoolean());
  }

  /** An event of the member has been applied; not all come from its reader. Broadcaster. */
  void release(RoomEvent event) {
    if (pending == event || pending == ARRIVAL) {
      pending = null;
      signal();
    }
  }

  /** Something changed that the reader may wait for. Any thread. */
  void signal() {
    LockSupport.unpark(waiting);
  }

  /** Nothing is to be submitted any more, and the reader waits no longer. Any thread. */
  public void close() {
    closed = true;
    signal();
  }
}
