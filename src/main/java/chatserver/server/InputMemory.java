package chatserver.server;

import java.nio.ByteBuffer;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * Bounds what all sessions together hold of what comes in, beyond a little for each. Thread-safe.
 *
 * <p>A session that sends a lot borrows a large read buffer, while there is one. One whose line
 * gets long needs a permit before it reads on: there is no memory for lines of the greatest length
 * in all sessions at once.
 */
final class InputMemory {
  /** A session reads with this until it borrows a large one. */
  static final int SMALL_BUFFER = 512;

  /** Longer than a line can be by default, so that permits are for raised limits only. */
  static final int SHORT_LINE = 4096;

  private static final int LARGE_BUFFER = 16 * 1024;
  private static final int LARGE_BUFFERS = 64;

  /** The bytes of a line, its text twice on its way through cleaning, and its bytes in an event. */
  private static final int COPIES = 4;

  private final Semaphore unusedBuffers;
  private final Deque<ByteBuffer> buffers = new ConcurrentLinkedDeque<>();
  private final ByteBuffer discarded = ByteBuffer.allocateDirect(LARGE_BUFFER);

  /** One permit for each long line there may be; one is always possible. */
  final Semaphore longLines;

  /**
   * @param maxBytes for long lines
   * @param maxLine the longest line
   */
  InputMemory(long maxBytes, int maxLine) {
    long lines = Math.max(1, maxBytes / COPIES / maxLine);
    // with a large buffer a line could get long before it has its permit
    this.unusedBuffers = new Semaphore(maxLine > SHORT_LINE ? 0 : LARGE_BUFFERS);
    this.longLines = new Semaphore((int) Math.min(lines, Integer.MAX_VALUE));
  }

  /** A buffer outside the heap, to be given back; null where all are in use. */
  ByteBuffer borrowBuffer() {
    if (!unusedBuffers.tryAcquire()) {
      return null;
    }
    ByteBuffer buffer = buffers.poll();
    return buffer == null ? ByteBuffer.allocateDirect(LARGE_BUFFER) : buffer.clear();
  }

  void giveBack(ByteBuffer buffer) {
    buffers.push(buffer);
    unusedBuffers.release();
  }

  /** A buffer for what is thrown away; every session gets the same memory. */
  ByteBuffer discarded() {
    return discarded.duplicate();
  }
}
