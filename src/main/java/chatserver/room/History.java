package chatserver.room;

import chatserver.protocol.Notice;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines said, for newcomers: bounded in lines and in bytes. Broadcaster only. */
final class History {
  private static final byte[] HEADING = Notice.encode(Notice.LAST_LINES);
  private static final int MAX_BYTES = 256 * 1024;

  private final int maxLines; // 0 keeps nothing
  private final Deque<byte[]> lines = new ArrayDeque<>();
  private int bytes;

  History(int maxLines) {
    this.maxLines = maxLines;
  }

  /** Adds a line: the two parts and its end. */
  void add(byte[] prefix, byte[] text) {
    if (maxLines == 0) {
      return;
    }
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

  /** A heading and all lines kept, oldest first; nothing where there are none. */
  byte[] lines() {
    ByteArrayOutputStream all = new ByteArrayOutputStream(HEADING.length + bytes);
    all.write(HEADING, 0, lines.isEmpty() ? 0 : HEADING.length);
    lines.forEach(all::writeBytes);
    return all.toByteArray();
  }
}
