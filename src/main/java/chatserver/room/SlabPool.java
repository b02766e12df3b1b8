package chatserver.room;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All slabs of one room, and the one account of what waits to be written to clients.
 *
 * <p>The pool never refuses a slab. Past the limit it names the slabs that have been full for the
 * longest time; members with bytes in one of them are to be evicted. A slab that nobody retains is
 * kept for reuse, so the process has at most as much of this memory as once was needed.
 *
 * <p>The broadcaster takes slabs; any thread may release one, or read the account.
 */
final class SlabPool {
  private final int maxRetained;
  private final AtomicInteger retained = new AtomicInteger();

  /** The last one released is the first to be used again: it may still be in a cache. */
  private final Deque<Slab> free = new ConcurrentLinkedDeque<>();

  // Broadcaster only.
  private final List<Slab> all = new ArrayList<>();
  private long sealed;

  /**
   * @param maxBytes how much may be retained before members are to be evicted
   */
  SlabPool(long maxBytes) {
    this.maxRetained = (int) Math.min(maxBytes / Slab.BYTES, Integer.MAX_VALUE);
  }

  /** An empty slab, retained once. */
  Slab take(boolean isPublic) {
    Slab slab = free.poll();
    if (slab == null) {
      slab = new Slab(this::takeBack);
      all.add(slab);
    }
    retained.incrementAndGet();
    return slab.open(isPublic);
  }

  /** Ends the filling of a slab, and its first reference. */
  void seal(Slab slab) {
    slab.seal(++sealed);
    slab.release();
  }

  private void takeBack(Slab slab) {
    retained.decrementAndGet();
    free.push(slab);
  }

  /** Bytes of all retained slabs. */
  long retainedBytes() {
    return (long) retained.get() * Slab.BYTES;
  }

  boolean isOverLimit() {
    return retained.get() > maxRetained;
  }

  /** As many of the oldest full slabs as have to be released for the rest to be in the limit. */
  Set<Slab> oldestOverLimit() {
    Set<Slab> oldest = Collections.newSetFromMap(new IdentityHashMap<>());
    all.stream()
        .filter(slab -> slab.age() > 0 && slab.isRetained())
        .sorted(Comparator.comparingLong(Slab::age))
        .limit(Math.max(0, retained.get() - maxRetained))
        .forEach(oldest::add);
    return oldest;
  }
}
