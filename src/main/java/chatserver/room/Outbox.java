package chatserver.room;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

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
  /**
   * What is kept on the heap for one client: so many bytes for it alone, about, and what others may
   * share.
   */
  record Held(long own, List<byte[]> shared) {
    long bytes() {
      return own + shared.stream().mapToLong(bytes -> bytes.length).sum();
    }
  }

  /** A client's replies wait until less than this of earlier ones waits. */
  private static final long MAX_REPLIES = 64 * 1024;

  /** What a piece for this client alone takes on the heap beside its bytes, about. */
  static final int PIECE_BYTES = 128;

  private final CallTimer writing;

  // All below is guarded by the lock, except where it says otherwise.
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition repliesTaken = lock.newCondition();
  private Parcel waiting = new Parcel();
  private long waitingFromRoom; // of its bytes, those that count against the backlog
  private long waitingReplies; // the others, and for each reply what it takes besides
  private long waitingOwn; // what it takes on the heap, but for the list
  private byte[] waitingList; // the last one, or null
  private long takenOwn;
  private byte[] takenList;
  private boolean answerExpected;
  private boolean closing;
  private Thread parkedWriter;

  /** Room bytes waiting, those being written included. Written under the lock, read by anyone. */
  private volatile long backlog;

  private volatile boolean abandoned; // written by the writer

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
        waitingFromRoom += to - from;
        backlog += to - from;
        parked = unparkable();
      }
    } finally {
      lock.unlock();
    }
    LockSupport.unpark(parked);
  }

  /**
   * Lines that somebody says to this client alone; they count as room lines do. Called by the
   * broadcaster.
   */
  void offer(byte[] lines) {
    Thread parked = null;
    lock.lock();
    try {
      if (!closing) {
        waitingFromRoom += lines.length;
        backlog += lines.length;
        waitingOwn += lines.length;
        parked = put(lines);
      }
    } finally {
      lock.unlock();
    }
    LockSupport.unpark(parked);
  }

  /**
   * Lines for this client alone that do not count against its backlog: answers, and what the server
   * has to tell it. Never waits. The bytes must not be changed any more.
   */
  public void reply(byte[] lines) {
    reply(lines, false);
  }

  private void reply(byte[] lines, boolean isShared) {
    Thread parked = null;
    lock.lock();
    try {
      if (!closing) {
        waitingReplies += lines.length + PIECE_BYTES;
        if (isShared) {
          waitingList = lines;
        } else {
          waitingOwn += lines.length;
        }
        parked = put(lines);
      }
    } finally {
      lock.unlock();
    }
    LockSupport.unpark(parked);
  }

  private Thread put(byte[] lines) {
    waiting.add(ByteBuffer.wrap(lines));
    waitingOwn += PIECE_BYTES;
    return unparkable();
  }

  /**
   * Waits while too many earlier replies have not been taken, or an answer is still to come, so
   * that a client that asks and never reads holds up nobody but itself. Called by its reader.
   *
   * @return false where the outbox is closed: there is nobody to answer any more
   */
  public boolean awaitReplies() {
    return awaitReplies(false);
  }

  /** As {@link #awaitReplies}; then the broadcaster is to {@link #answer} once. */
  public boolean expectAnswer() {
    return awaitReplies(true);
  }

  private boolean awaitReplies(boolean expectAnother) {
    boolean hasWaited = false;
    lock.lock();
    try {
      while ((answerExpected || waitingReplies >= MAX_REPLIES) && !closing) {
        repliesTaken.awaitUninterruptibly();
        hasWaited = true;
      }
      answerExpected = expectAnother;
      return !closing;
    } finally {
      lock.unlock();
      if (hasWaited) {
        // Virtual threads that wake each other go ahead of all others, here a reader and its writer
        // for as long as the client asks; a timer gives others their turn.
        LockSupport.parkNanos(1);
      }
    }
  }

  /** The reply that the client's reader expects. Called by the broadcaster. */
  void answer(byte[] lines) {
    reply(lines, false);
    answered();
  }

  /** As {@link #answer}, of an array that others may get, too. */
  void answerShared(byte[] list) {
    reply(list, true);
    answered();
  }

  private void answered() {
    lock.lock();
    try {
      answerExpected = false;
      repliesTaken.signalAll();
    } finally {
      lock.unlock();
    }
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
        takenFromRoom = waitingFromRoom;
        waitingFromRoom = 0;
        takenOwn = waitingOwn;
        waitingOwn = 0;
        takenList = waitingList;
        waitingList = null;
        if (!waiting.isEmpty()) {
          Parcel full = waiting;
          waiting = taken;
          taken = full;
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

  /** What is kept on the heap for this client, what is being written included. */
  Held held() {
    lock.lock();
    try {
      List<byte[]> lists = Stream.of(waitingList, takenList).filter(Objects::nonNull).toList();
      return new Held(waitingOwn + takenOwn, lists);
    } finally {
      lock.unlock();
    }
  }

  /** Whether the writer has ended: nothing is kept for this client any more. */
  boolean isAbandoned() {
    return abandoned;
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
      takenOwn = 0;
      takenList = null;
    } finally {
      lock.unlock();
    }
    abandoned = true;
  }

  private void end(boolean discard) {
    Thread parked;
    lock.lock();
    try {
      closing = true;
      if (discard) {
        waiting.clear();
        waitingOwn = 0;
        waitingList = null;
      }
      repliesTaken.signalAll();
      parked = unparkable();
    } finally {
      lock.unlock();
    }
    LockSupport.unpark(parked);
  }
}
