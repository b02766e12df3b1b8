package chatserver.room;

import java.util.concurrent.ArrayBlockingQueue;

/** Slabs that nobody reads from any more, kept for reuse. Any thread may give one back. */
final class SlabPool {
  /** Four full batches: what is shared stays in the processor's cache while it is written out. */
  static final int SLAB_BYTES = 256 * 1024;

  private static final int MAX_FREE = 16;

  private final ArrayBlockingQueue<Slab> free = new ArrayBlockingQueue<>(MAX_FREE);

  /** An empty slab of {@link #SLAB_BYTES}, or of as many bytes as are needed, held once. */
  Slab take(int neededBytes) {
    if (neededBytes > SLAB_BYTES) {
      return new Slab(neededBytes, large -> {}); // too rare to be kept
    }
    Slab slab = free.poll();
    return slab == null ? new Slab(SLAB_BYTES, this::takeBack) : slab.reset();
  }

  private void takeBack(Slab slab) {
    free.offer(slab); // where enough are kept already, the garbage collector has it
  }
}
