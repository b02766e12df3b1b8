package chatserver.room;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.List;

/** Stands in for a client's socket: keeps what is written to it. */
final class Sink implements GatheringByteChannel {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int mostAtOnce;
  private int calls;

  Sink() {
    this(Integer.MAX_VALUE);
  }

  /**
   * @param mostAtOnce how many bytes it takes with one call
   */
  Sink(int mostAtOnce) {
    this.mostAtOnce = mostAtOnce;
  }

  /** Takes all of it, however many calls it needs. */
  Sink takeAll(Stretches stretches) {
    try {
      while (!stretches.isEmpty()) {
        stretches.advance(stretches.writeTo(this));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return this;
  }

  int calls() {
    return calls;
  }

  /** What was written since the last call of this. */
  byte[] bytes() {
    byte[] all = bytes.toByteArray();
    bytes.reset();
    return all;
  }

  /** As {@link #bytes}, as text. */
  String text() {
    return new String(bytes(), UTF_8);
  }

  /** As {@link #bytes}, line by line; each must end with CR LF. */
  List<String> lines() {
    return linesOf(text());
  }

  static List<String> linesOf(String text) {
    List<String> lines = List.of(text.split("\r\n", -1));
    assertEquals("", lines.get(lines.size() - 1), "a line without its end");
    return lines.subList(0, lines.size() - 1);
  }

  @Override
  public int write(ByteBuffer source) {
    calls++;
    return take(source, mostAtOnce);
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    calls++;
    int taken = 0;
    for (int i = offset; i < offset + length; i++) {
      taken += take(sources[i], mostAtOnce - taken);
    }
    return taken;
  }

  private int take(ByteBuffer source, int most) {
    byte[] taken = new byte[Math.min(source.remaining(), most)];
    source.get(taken);
    bytes.writeBytes(taken);
    return taken.length;
  }

  @Override
  public long write(ByteBuffer[] sources) {
    return write(sources, 0, sources.length);
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
