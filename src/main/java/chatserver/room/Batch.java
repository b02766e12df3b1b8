package chatserver.room;

import static java.nio.charset.StandardCharsets.US_ASCII;

import chatserver.protocol.Notice;

/**
 * The room's stream of lines, as far as it has not been handed out yet: the end of one slab. A line
 * is encoded here once, whatever the number of clients. Only the broadcaster touches it.
 *
 * <p>A position counts all bytes since the room began, so that it stays valid from batch to batch.
 */
final class Batch {
  /** Enough to make one write worth its wake-up, little enough to stay in the cache. */
  static final int ENOUGH_BYTES = 64 * 1024;

  static final byte[] LINE_END = Notice.LINE_END.getBytes(US_ASCII);

  private final SlabPool pool = new SlabPool();
  private Slab slab = pool.take(0);
  private long slabStart; // the position of the slab's first byte
  private int start; // where in the slab this batch begins
  private int lines;

  /** Whether a line of so many bytes can be added before the batch must be handed out. */
  boolean hasRoomFor(int lineBytes) {
    return slab.bytes.remaining() >= lineBytes;
  }

  /** Adds a line: the two parts and its end. */
  void add(byte[] prefix, byte[] text) {
    slab.bytes.put(prefix).put(text).put(LINE_END);
    lines++;
  }

  static int lengthOf(byte[] prefix, byte[] text) {
    return prefix.length + text.length + LINE_END.length;
  }

  boolean isEmpty() {
    return slab.bytes.position() == start;
  }

  boolean isFull() {
    return slab.bytes.position() - start >= ENOUGH_BYTES;
  }

  int lines() {
    return lines;
  }

  /** The position behind the last line. */
  long end() {
    return slabStart + slab.bytes.position();
  }

  /** Hands a member all lines of this batch that it has not got yet. */
  void handTo(Member member) {
    int from = (int) Math.max(member.heard() - slabStart, start);
    int to = slab.bytes.position();
    if (from < to) {
      member.outbox().offer(slab, from, to);
      member.setHeard(slabStart + to);
    }
  }

  /** Begins the next batch, with room for a line of at least so many bytes. */
  void next(int lineBytes) {
    if (!hasRoomFor(Math.max(lineBytes, 1))) { // a slab that is full is let go of, too
      Slab full = slab;
      long end = end();
      slab = pool.take(lineBytes);
      slabStart = end;
      full.release();
    }
    start = slab.bytes.position();
    lines = 0;
  }
}
