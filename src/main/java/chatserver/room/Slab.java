package chatserver.room;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A piece of memory that the broadcaster fills with lines and that all outboxes share.
 *
 * <p>It lies outside the Java heap, so that the kernel takes the bytes from where the broadcaster
 * put them: from a heap array the JDK would first copy them, for every client, into a buffer it
 * keeps for each writing thread.
 *
 * <p>Threads: only the broadcaster writes bytes, and only behind those that were handed out. Who
 * may still read from it is counted: the one who fills it and every {@link Parcel} that refers to
 * it {@link #hold} it; the last {@link #release} gives it back to the pool to be filled anew. A
 * holder that is forgotten costs nothing but the reuse: the garbage collector frees the memory.
 */
final class Slab {
  final ByteBuffer bytes;
  private final Consumer<Slab> unheld;
  private final AtomicInteger holders = new AtomicInteger(1);

  /**
   * @param unheld told when nobody reads from it any more
   */
  Slab(int capacity, Consumer<Slab> unheld) {
    this.unheld = unheld;
    this.bytes = ByteBuffer.allocateDirect(capacity);
  }

  void hold() {
    holders.getAndIncrement();
  }

  void release() {
    if (holders.decrementAndGet() == 0) {
      unheld.accept(this);
    }
  }

  /** Makes a slab that came back from the pool as good as new. */
  Slab reset() {
    bytes.clear();
    holders.set(1);
    return this;
  }
}
