package chatserver.room;

/**
 * An append-only log of bytes, in slabs. A line is encoded here once, whatever the number of
 * clients that get it. Broadcaster only.
 */
final class SlabLog {
  /**
   * What a private record takes at least, so that the account of slabs covers what its stretches
   * take on the heap in the outboxes.
   */
  private static final int PRIVATE_RECORD = 128;

  private final SlabPool pool;
  private final boolean isPublic;
  private Slab slab;
  private long slabStart; // the position of the slab's first byte

  private SlabLog(SlabPool pool, boolean isPublic) {
    this.pool = pool;
    this.isPublic = isPublic;
    this.slab = pool.take(isPublic);
  }

  /** Of public lines. Bytes that are appended one after the other are one stretch. */
  static SlabLog ofPublicLines(SlabPool pool) {
    return new SlabLog(pool, true);
  }

  /** Of private lines. What is appended with one call is one record. */
  static SlabLog ofPrivateLines(SlabPool pool) {
    return new SlabLog(pool, false);
  }

  /** Appends bytes, and adds where they lie to {@code stretches}. */
  void append(byte[] bytes, Stretches stretches) {
    if (!isPublic) {
      align();
    }
    int done = 0;
    while (done < bytes.length) {
      if (!slab.bytes.hasRemaining()) {
        nextSlab();
      }
      int from = slab.bytes.position();
      int n = Math.min(bytes.length - done, slab.bytes.remaining());
      slab.bytes.put(bytes, done, n);
      stretches.add(slab, from, from + n);
      done += n;
    }
  }

  private void align() {
    int used = slab.bytes.position() + PRIVATE_RECORD - 1;
    slab.bytes.position(Math.min(used - used % PRIVATE_RECORD, Slab.BYTES));
  }

  private void nextSlab() {
    Slab next = pool.take(isPublic);
    pool.seal(slab);
    slabStart += Slab.BYTES;
    slab = next;
  }

  /** The position behind the last byte: how many bytes there were since the log began. */
  long end() {
    return slabStart + slab.bytes.position();
  }
}
