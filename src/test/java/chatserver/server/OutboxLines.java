package chatserver.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import chatserver.room.Outbox;
import chatserver.room.Stretches;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Takes what waits in an outbox, in place of its session's writer, line by line. */
final class OutboxLines {
  private final Outbox outbox;
  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private long written;

  OutboxLines(Outbox outbox) {
    this.outbox = outbox;
  }

  /** The next line without its end; blocks until there is one. Null at the end of the outbox. */
  String next() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = read(); b != '\n'; b = read()) {
      if (b < 0) {
        return null;
      }
      line.write(b);
    }
    return line.toString(UTF_8).stripTrailing();
  }

  private int read() {
    if (!bytes.hasRemaining()) {
      Stretches next = outbox.next(written);
      if (next == null) {
        return -1;
      }
      bytes = next.firstBytes();
      written = bytes.remaining();
    }
    return Byte.toUnsignedInt(bytes.get());
  }

  /** The lines before this one. */
  List<String> until(String last) {
    List<String> lines = new ArrayList<>();
    for (String line = next(); !last.equals(line); line = next()) {
      if (line == null) {
        throw new AssertionError("ended behind " + lines);
      }
      lines.add(line);
    }
    return lines;
  }

  /** All lines up to the end of the outbox. */
  List<String> toEnd() {
    List<String> lines = new ArrayList<>();
    for (String line = next(); line != null; line = next()) {
      lines.add(line);
    }
    return lines;
  }
}
