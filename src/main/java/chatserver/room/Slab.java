package chatserver.room;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A piece of memory that the broadcaster fills with lines, and that the outboxes of all members
 * share.
 *
 * <p>It lies outside the Java heap, so that the kernel takes the bytes from where the broadcaster
 * put them: from a heap array the JDK would first copy them, for each client, into a buffer that it
 * keeps for each writing thread.
 *
 * <p>Only the broadcaster writes bytes, and only behind those that were offered to an outbox.
 * Holders are counted: the log that fills the slab and every {@link Stretches} that refers to it
 * {@link #hold} it; the last {@link #release} gives it back to its pool.
 */
final class Slab {
  static final int BYTES = 256 * 1024; // four full batches, which stay in the processor's cache

  final ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES);
  private final AtomicInteger holders = new AtomicInteger();
  private final Consumer<Slab> released;

  private boolean isPublic; // written by the broadcaster, while nobody else holds the slab
  private long age; // broadcaster only; 0 while it is filled: the order in which slabs were full

  /**
   * @param released told each time when nobody holds it any more
   */
  Slab(Consumer<Slab> released) {
    this.released = released;
  }

  /** Begins to be filled anew, held once. */
  Slab open(boolean forEveryone) {
    bytes.clear();
    isPublic = forEveryone;
    age = 0;
    holders.set(1);
    return this;
  }

  /** Is full. Called by the broadcaster. */
  void seal(long order) {
    age = order;
  }

  boolean isPublic() {
    return isPublic;
  }

  long age() {
    return age;
  }

  boolean isHeld() {
    return holders.get() > 0;
  }

  void hold() {
    holders.getAndIncrement();
  }

  void release() {
    if (holders.decrementAndGet() == 0) {
      released.accept(this);
    }
  }
}
