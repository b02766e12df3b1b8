package chatserver.room;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines said, for newcomers: bounded in lines and in bytes. Broadcaster only. */
final class History {
  private static final int MAX_BYTES = 256 * 1024;

  private final int maxLines;
  private final Deque<byte[]> lines = new ArrayDeque<>();
  private int bytes;

  /**
   * @param maxLines 0 keeps nothing
   */
  History(int maxLines) {
    this.maxLines = maxLines;
  }

  boolean isOff() {
    return maxLines == 0;
  }

  /** Adds a line: the two parts and its end. */
  void add(byte[] prefix, byte[] text) {
    byte[] line =
        ByteBuffer.allocate(prefix.length + text.length + Batch.LINE_END.length)
            .put(prefix)
            .put(text)
            .put(Batch.LINE_END)
            .array();
    lines.addLast(line);
    bytes += line.length;
    while (lines.size() > maxLines || bytes > MAX_BYTES) {
      bytes -= lines.removeFirst().length;
    }
  }

  /** All lines kept, oldest first. */
  byte[] lines() {
    ByteArrayOutputStream all = new ByteArrayOutputStream(bytes);
    lines.forEach(all::writeBytes);
    return all.toByteArray();
  }
}
