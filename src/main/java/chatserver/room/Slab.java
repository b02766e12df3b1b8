package chatserver.room;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Memory that the broadcaster fills with lines, and that the outboxes of all members share.
 *
 * <p>It lies outside the Java heap, so that the kernel takes the bytes from where the broadcaster
 * put them: from a heap array the JDK would first copy them, for each client, into a buffer that it
 * keeps for each writing thread.
 *
 * <p>Only the broadcaster writes bytes, and only behind what was offered to an outbox. References
 * are counted: the log that fills the slab and every {@link Stretches} with bytes of it {@link
 * #retain} it; the last {@link #release} gives it back to its pool.
 */
final class Slab {
  static final int BYTES = 256 * 1024; // four full batches, which stay in the processor's cache

  final ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES);
  private final AtomicInteger references = new AtomicInteger();
  private final Consumer<Slab> released;

  private boolean isPublic; // written by the broadcaster, while it is retained once
  private long age; // broadcaster only; 0 while it is filled: the order in which slabs were full

  /**
   * @param released told each time when it is released for good
   */
  Slab(Consumer<Slab> released) {
    this.released = released;
  }

  /** Begins to be filled anew, retained once. */
  Slab open(boolean forEveryone) {
    bytes.clear();
    isPublic = forEveryone;
    age = 0;
    references.set(1);
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

  boolean isRetained() {
    return references.get() > 0;
  }

  void retain() {
    references.getAndIncrement();
  }

  void release() {
    if (references.decrementAndGet() == 0) {
      released.accept(this);
    }
  }
}
