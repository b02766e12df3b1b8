package chatserver.room;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * What waits to be written to one client.
 *
 * <pre>
 *   open ── close() ──> closing: nothing more comes in, the writer drains what waits
 *     └──── discard() ─────┴───> discarded: what waits is thrown away
 * </pre>
 *
 * <p>Handing something over never blocks the broadcaster. The writer takes all that waits at once,
 * so that what has gathered while it wrote goes out with one call, and it is woken only where it
 * waits: a wake-up costs more than everything else that is done here.
 */
public final class Outbox {
  /** A client's replies wait until less than this of earlier ones waits. */
  private static final long MAX_REPLIES = 64 * 1024;

  private final CallTimer writing;

  // All below is guarded by the lock, except where it says otherwise.
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition repliesTaken = lock.newCondition();
  private Parcel waiting = new Parcel();
  private long waitingReplies;
  private boolean closing;
  private Thread parkedWriter;

  /** Room bytes waiting, those being written included. Written under the lock, read by anyone. */
  private volatile long backlog;

  // Only the writer touches these.
  private Parcel taken = new Parcel();
  private long takenFromRoom;

  public Outbox(LongSupplier nanoClock) {
    this.writing = new CallTimer(nanoClock);
  }

  /** Room lines: a stretch of a slab. Called by the broadcaster. */
  void offer(Slab slab, int from, int to) {
    Thread parked = null;
    lock.lock();
    try {
      if (!closing) {
        waiting.add(slab, from, to);
        backlog += to - from;
        parked = unparkable();
      }
    } finally {
      lock.unlock();
    }
    LockSupport.unpark(parked);
  }

  /** Lines for this client alone that count as room lines do. Called by the broadcaster. */
  void offer(byte[] lines) {
    put(ByteBuffer.wrap(lines), lines.length);
  }

  /** As {@link #reply}, for what must not wait: it comes from the broadcaster or a timer. */
  public void replyAtOnce(byte[] line) {
    put(ByteBuffer.wrap(line), 0);
  }

  /**
   * Lines for this client alone: so many of their bytes count as the room's, the rest as replies.
   */
  private void put(ByteBuffer lines, int roomBytes) {
    Thread parked = null;
    lock.lock();
    try {
      if (!closing) {
        backlog += roomBytes;
        waitingReplies += lines.remaining() - roomBytes;
        waiting.add(lines);
        parked = unparkable();
      }
    } finally {
      lock.unlock();
    }
    LockSupport.unpark(parked);
  }

  /**
   * Lines for this client alone, said by its own reader. Waits while too many earlier replies have
   * not been taken, so that a client that asks and never reads holds up nobody but itself. They do
   * not count against its backlog. The bytes must not be changed any more.
   *
   * @return false where the outbox is closed: there is nobody to answer any more
   */
  public boolean reply(ByteBuffer lines) {
    boolean hasWaited = false;
    lock.lock();
    try {
      while (waitingReplies >= MAX_REPLIES && !closing) {
        repliesTaken.awaitUninterruptibly();
        hasWaited = true;
      }
      if (closing) {
        return false;
      }
    } finally {
      lock.unlock();
    }
    if (hasWaited) {
      // Virtual threads that wake each other go ahead of all others, here a reader and its writer
      // for as long as the client asks; a timer gives others their turn.
      LockSupport.parkNanos(1);
    }
    put(lines, 0);
    return true;
  }

  private Thread unparkable() {
    Thread parked = parkedWriter;
    parkedWriter = null;
    return parked;
  }

  /**
   * All that waits; blocks until there is something. Called by the writer alone, which has written
   * (or lost) the parcel of the call before by then.
   *
   * @return null once the outbox is closed and drained, or discarded
   */
  public Parcel take() {
    taken.clear();
    for (; ; ) {
      lock.lock();
      try {
        backlog -= takenFromRoom;
        takenFromRoom = 0;
        if (!waiting.isEmpty()) {
          Parcel full = waiting;
          waiting = taken;
          taken = full;
          takenFromRoom = full.bytes() - waitingReplies;
          if (waitingReplies > 0) {
            waitingReplies = 0;
            repliesTaken.signalAll();
          }
          return full;
        }
        if (closing) {
          return null;
        }
        parkedWriter = Thread.currentThread();
      } finally {
        lock.unlock();
      }
      LockSupport.park(this);
    }
  }

  /** So many bytes of the taken parcel are out, others not yet. Called by the writer alone. */
  public void wrote(long bytes) {
    lock.lock();
    try {
      long ofRoom = Math.min(bytes, takenFromRoom);
      takenFromRoom -= ofRoom;
      backlog -= ofRoom;
    } finally {
      lock.unlock();
    }
  }

  /** Times the writer's calls; the writer says when they begin and end. */
  public CallTimer writing() {
    return writing;
  }

  /** Bytes of the room that wait for this client or are being written to it. */
  long backlog() {
    return backlog;
  }

  /** Takes no more; what waits is still delivered. Can be called twice, from any thread. */
  public void close() {
    end(false);
  }

  /** Takes no more and throws away what waits. Can be called twice, from any thread. */
  public void discard() {
    end(true);
  }

  /**
   * The writer ends: as {@link #discard}, and what it had taken is let go of. Nothing waits for the
   * client any more, so nobody waits for it either. Called by the writer alone.
   */
  public void abandon() {
    discard();
    taken.clear();
    lock.lock();
    try {
      backlog = 0;
      takenFromRoom = 0;
    } finally {
      lock.unlock();
    }
  }

  private void end(boolean discard) {
    Thread parked;
    lock.lock();
    try {
      closing = true;
      if (discard) {
        waiting.clear();
      }
      repliesTaken.signalAll();
      parked = unparkable();
    } finally {
      lock.unlock();
    }
    LockSupport.unpark(parked);
  }
}
