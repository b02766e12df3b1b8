package chatserver.bench;

import java.nio.ByteBuffer;

/** Says the lines of one round on one connection, as fast as the connection takes them. */
final class Sender {
  private static final int FILL_TO = 32 << 10;

  private final LoadConnection connection;
  private final int round;
  private final int id;
  private final int lineBytes;
  private final ByteBuffer pending;
  private int allowed;
  private int composed;

  /** Becomes the sender of {@code connection}. */
  Sender(LoadConnection connection, int round, int id, int lineBytes) {
    this.connection = connection;
    this.round = round;
    this.id = id;
    this.lineBytes = lineBytes;
    this.pending = ByteBuffer.allocate(Math.max(FILL_TO, lineBytes)).limit(0);
    connection.sender(this);
  }

  /** Sends that many lines more. Returns at once: what the connection does not take yet waits. */
  void send(int lines) {
    allowed += lines;
    if (!pending.hasRemaining()) {
      resume();
    }
  }

  /**
   * Goes on where the connection did not take any more. Writes only once, even if the connection
   * would take more at once: a client that keeps on sending must not keep the others from reading.
   */
  void resume() {
    if (!pending.hasRemaining()) {
      compose();
    }
    connection.write(pending);
    connection.wantsToWrite(pending.hasRemaining() || composed < allowed);
  }

  private void compose() {
    pending.clear();
    while (composed < allowed && pending.remaining() >= lineBytes) {
      pending.put(new Line(round, id, composed, Line.now()).encode(lineBytes));
      composed++;
    }
    pending.flip();
  }
}
