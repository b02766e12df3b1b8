package chatserver.room;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Set;

/**
 * A queue of bytes by reference: stretches of slabs, which it retains until they are done with. Not
 * thread-safe: an {@link Outbox} guards those of a session.
 */
public final class Stretches {
  /** A blocking call to a slow client must not last too long. */
  static final int MAX_CALL_BYTES = 64 * 1024;

  /** The JDK keeps a vector of the largest length ever used, for each thread. */
  private static final int MAX_CALL_STRETCHES = 64;

  private static final int USUAL_STRETCHES = 4;

  /** Part of a slab; immutable, so that all who get the same bytes share it. */
  private record Stretch(Slab slab, int from, int to) {
    int length() {
      return to - from;
    }

    ByteBuffer view(int mostBytes) {
      return slab.bytes.duplicate().limit(Math.min(to, from + mostBytes)).position(from);
    }
  }

  private Deque<Stretch> queue = new ArrayDeque<>(USUAL_STRETCHES);
  private boolean isLarge; // whether the queue was ever longer than usual
  private long publicBytes;
  private long privateBytes;

  Stretches() {}

  void add(Slab slab, int from, int to) {
    add(new Stretch(slab, from, to));
  }

  /** Adds all of the others but their first {@code skipped} bytes. */
  void addAll(Stretches others, long skipped) {
    long skip = skipped;
    for (Stretch each : others.queue) {
      if (skip == 0) {
        add(each);
      } else if (skip < each.length()) {
        add(new Stretch(each.slab, each.from + (int) skip, each.to));
      }
      skip = Math.max(0, skip - each.length());
    }
  }

  /** One that follows on the last one makes that one longer. */
  private void add(Stretch stretch) {
    count(stretch.slab, stretch.length());
    Stretch last = queue.peekLast();
    if (last != null && last.slab == stretch.slab && last.to == stretch.from) {
      queue.pollLast();
      queue.addLast(new Stretch(last.slab, last.from, stretch.to));
      return;
    }
    stretch.slab.retain();
    queue.addLast(stretch);
    isLarge |= queue.size() > 16 * USUAL_STRETCHES;
  }

  private void count(Slab slab, int bytes) {
    if (slab.isPublic()) {
      publicBytes += bytes;
    } else {
      privateBytes += bytes;
    }
  }

  public boolean isEmpty() {
    return queue.isEmpty();
  }

  long bytes() {
    return publicBytes + privateBytes;
  }

  long publicBytes() {
    return publicBytes;
  }

  long privateBytes() {
    return privateBytes;
  }

  boolean refersToAny(Set<Slab> slabs) {
    return queue.stream().anyMatch(stretch -> slabs.contains(stretch.slab));
  }

  /** The bytes of the first stretch, to be read. There must be one. */
  public ByteBuffer firstBytes() {
    return queue.getFirst().view(Slab.BYTES);
  }

  /**
   * Writes with one call as much as is good for one call, and changes nothing here.
   *
   * @return the number of bytes written, to be given to {@link Outbox#next}
   */
  public long writeTo(GatheringByteChannel channel) throws IOException {
    ByteBuffer first = queue.getFirst().view(MAX_CALL_BYTES);
    if (queue.size() == 1 || first.remaining() == MAX_CALL_BYTES) {
      return channel.write(first); // by far the usual case, and a shorter way through the JDK
    }
    ByteBuffer[] views = new ByteBuffer[Math.min(queue.size(), MAX_CALL_STRETCHES)];
    Iterator<Stretch> each = queue.iterator();
    int count = 0;
    for (int left = MAX_CALL_BYTES; left > 0 && count < views.length; count++) {
      views[count] = each.next().view(left);
      left -= views[count].remaining();
    }
    return channel.write(views, 0, count);
  }

  /** Drops so many bytes from the front, and releases the slabs that are done with. */
  void advance(long bytes) {
    for (long left = bytes; left > 0; ) {
      Stretch first = queue.pollFirst();
      int n = (int) Math.min(left, first.length());
      count(first.slab, -n);
      left -= n;
      if (n < first.length()) {
        queue.addFirst(new Stretch(first.slab, first.from + n, first.to));
      } else {
        first.slab.release();
      }
    }
    if (isLarge && queue.isEmpty()) { // what a slow client once needed is given back
      queue = new ArrayDeque<>(USUAL_STRETCHES);
      isLarge = false;
    }
  }

  void clear() {
    advance(bytes());
  }
}
