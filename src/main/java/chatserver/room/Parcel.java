package chatserver.room;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.Arrays;

/**
 * Bytes for one client, in order: stretches of slabs that all clients share, and private replies.
 * Not thread-safe: the outbox guards the one being filled, the writer owns the one being written.
 */
public final class Parcel {
  private static final int USUAL_PIECES = 4;

  /** A blocking call to a slow client does not last too long. */
  static final int MAX_DIRECT_CALL = 64 * 1024;

  private static final int MAX_HEAP_CALL = 16 * 1024;

  private ByteBuffer[] pieces = new ByteBuffer[USUAL_PIECES];
  private Slab[] slabs = new Slab[USUAL_PIECES]; // null where the piece is a private reply
  private int count;
  private int written;
  private long bytes;

  Parcel() {}

  /** Adds a stretch of a slab; one that follows on the last piece makes that piece longer. */
  void add(Slab slab, int from, int to) {
    bytes += to - from;
    if (count > 0 && slabs[count - 1] == slab && pieces[count - 1].limit() == from) {
      pieces[count - 1].limit(to);
      return;
    }
    slab.hold();
    append(slab.bytes.duplicate().limit(to).position(from), slab);
  }

  /** Adds private bytes. Writing moves the buffer's position, so nobody else may use it. */
  void add(ByteBuffer reply) {
    bytes += reply.remaining();
    append(reply, null);
  }

  private void append(ByteBuffer piece, Slab slab) {
    if (count == pieces.length) {
      pieces = Arrays.copyOf(pieces, 2 * count);
      slabs = Arrays.copyOf(slabs, 2 * count);
    }
    pieces[count] = piece;
    slabs[count++] = slab;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** How many bytes were added and not yet written. */
  public long bytes() {
    return bytes;
  }

  /**
   * Writes with one call all of it, or as much of it as is good for one call: a blocking call to a
   * slow client has to return often enough to tell slow from stuck; and what lies on the heap the
   * JDK first copies into a buffer that it then keeps for this thread.
   *
   * @return the number of bytes written
   */
  public long writeTo(GatheringByteChannel channel) throws IOException {
    ByteBuffer first = pieces[written];
    int most = first.isDirect() ? MAX_DIRECT_CALL : MAX_HEAP_CALL;
    long n;
    if (first.remaining() > most) {
      n = write(channel, first, most);
    } else if (count - written == 1) {
      n = channel.write(first); // by far the usual case, and a shorter way through the JDK
    } else {
      n = channel.write(pieces, written, piecesForOneCall());
    }
    bytes -= n;
    while (written < count && !pieces[written].hasRemaining()) {
      drop(written++);
    }
    return n;
  }

  private static int write(GatheringByteChannel channel, ByteBuffer piece, int most)
      throws IOException {
    int limit = piece.limit();
    piece.limit(piece.position() + most);
    try {
      return channel.write(piece);
    } finally {
      piece.limit(limit);
    }
  }

  private int piecesForOneCall() {
    int direct = 0;
    int heap = 0;
    int end = written;
    for (; end < count; end++) {
      if (pieces[end].isDirect()) {
        direct += pieces[end].remaining();
      } else {
        heap += pieces[end].remaining();
      }
      if (end > written && (direct > MAX_DIRECT_CALL || heap > MAX_HEAP_CALL)) {
        break;
      }
    }
    return end - written;
  }

  /** Takes out all bytes that are left. */
  public byte[] drain() {
    ByteBuffer all = ByteBuffer.allocate((int) bytes);
    for (int i = written; i < count; i++) {
      all.put(pieces[i]);
    }
    clear();
    return all.array();
  }

  /** Forgets what is left, and lets go of the slabs. */
  void clear() {
    while (written < count) {
      drop(written++);
    }
    if (pieces.length > 16 * USUAL_PIECES) {
      pieces = new ByteBuffer[USUAL_PIECES];
      slabs = new Slab[USUAL_PIECES];
    }
    count = 0;
    written = 0;
    bytes = 0;
  }

  private void drop(int piece) {
    if (slabs[piece] != null) {
      slabs[piece].release();
    }
    pieces[piece] = null;
    slabs[piece] = null;
  }
}
