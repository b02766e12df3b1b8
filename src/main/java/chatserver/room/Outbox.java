package chatserver.room;

import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The outbound queue of one client: stretches of slabs, offered by the broadcaster alone, and
 * written by one writer.
 *
 * <p>An offer never blocks the broadcaster. The writer takes all that waits at once, so that what
 * has gathered while it wrote goes out with one call; and it is woken only where it waits: a
 * wake-up costs more than everything else that is done here.
 */
public final class Outbox {
  /** Past so many private bytes no more are to be offered. */
  private static final int MAX_PRIVATE_BYTES = 64 * 1024;

  private final CallTimer writing;
  private final Runnable privateBytesWritten;

  // Guarded by this.
  private Stretches waiting = new Stretches();
  private Stretches current = new Stretches(); // only the writer changes it, and reads it unguarded
  private boolean closed;
  private Thread parkedWriter;

  // Of what waits or is being written. Guarded by this for writing, read by any thread.
  private volatile long publicBytes;
  private volatile long privateBytes;

  private long offeredBytes; // public ones; broadcaster only

  /**
   * @param privateBytesWritten called by the writer where the outbox is no longer full; must not
   *     block
   */
  Outbox(LongSupplier nanoClock, Runnable privateBytesWritten) {
    this.writing = new CallTimer(nanoClock);
    this.privateBytesWritten = privateBytesWritten;
  }

  /**
   * Offers all of these bytes but the first {@code skipped}; once the outbox is closed they are
   * dropped. Called by the broadcaster.
   */
  void offer(Stretches stretches, long skipped) {
    Thread parked;
    synchronized (this) {
      if (closed) {
        return;
      }
      long before = publicBytes;
      waiting.addAll(stretches, skipped);
      count();
      offeredBytes += publicBytes - before;
      parked = takeParkedWriter();
    }
    LockSupport.unpark(parked);
  }

  private void count() {
    publicBytes = waiting.publicBytes() + current.publicBytes();
    privateBytes = waiting.privateBytes() + current.privateBytes();
  }

  private Thread takeParkedWriter() {
    Thread parked = parkedWriter;
    parkedWriter = null;
    return parked;
  }

  /**
   * What is to be written next; blocks until there is something. Called by the writer alone.
   *
   * @param written how many bytes were written of what the last call returned
   * @return what is left of that, or else all that waits; null once the outbox is closed and empty
   */
  public Stretches next(long written) {
    Stretches next = take(written);
    while (next != null && next.isEmpty()) {
      LockSupport.park(this);
      next = take(0);
    }
    return next;
  }

  /** As {@link #next(long)}, but it waits no longer than this, and then returns empty stretches. */
  public Stretches next(long written, long atMostNanos) {
    Stretches next = take(written);
    if (next != null && next.isEmpty()) {
      LockSupport.parkNanos(this, atMostNanos);
      next = take(0);
    }
    return next;
  }

  /** Returns empty stretches where there is nothing yet; then the next offer unparks the caller. */
  private synchronized Stretches take(long written) {
    boolean wasFull = isFull();
    current.advance(written);
    if (current.isEmpty()) {
      Stretches empty = current;
      current = waiting;
      waiting = empty;
    }
    count();
    if (wasFull && !isFull()) {
      privateBytesWritten.run();
    }
    if (current.isEmpty()) {
      parkedWriter = Thread.currentThread();
      return closed ? null : current;
    }
    return current;
  }

  /** Times the writer's calls; the writer says when they begin and end. */
  public CallTimer writing() {
    return writing;
  }

  /** All bytes that wait or are being written. */
  public long waitingBytes() {
    return publicBytes + privateBytes;
  }

  /** Public bytes that wait or are being written. */
  long backlog() {
    return publicBytes;
  }

  /** Public bytes that have been written. Called by the broadcaster. */
  long takenBytes() {
    return offeredBytes - publicBytes;
  }

  /** Whether as many private bytes wait as may: readers wait with what they ask, whispers fail. */
  boolean isFull() {
    return privateBytes > MAX_PRIVATE_BYTES;
  }

  /** Whether it refers to one of these slabs. */
  synchronized boolean refersToAny(Set<Slab> slabs) {
    return waiting.refersToAny(slabs) || current.refersToAny(slabs);
  }

  /** Takes no more; what waits is still to be written. Can be called twice, from any thread. */
  public synchronized void close() {
    closed = true;
    LockSupport.unpark(takeParkedWriter());
  }

  /** Takes no more, and drops what waits. Can be called twice, from any thread. */
  public synchronized void discard() {
    close();
    waiting.clear();
    count();
  }

  /** The writer ends, and every slab is released. Called by the writer. */
  public synchronized void end() {
    discard();
    current.clear();
    count();
    privateBytesWritten.run();
  }
}
