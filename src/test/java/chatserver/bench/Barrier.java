package chatserver.bench;

import java.nio.ByteBuffer;

/**
 * Skips what a client hears up to the end of a line that holds a given text, and hands on what
 * comes behind it. What clients have heard before differs (each has its own greeting, and the
 * logins after its own); behind a line that everybody hears it is the same for all.
 */
final class Barrier implements Receiver {
  private final LoadConnection connection;
  private final byte[] text;
  private final Receiver behind;
  private final Runnable passed;
  private int matched;

  /**
   * @param text its first byte must not occur again in it
   * @param behind receives on the connection's behalf from then on
   */
  Barrier(LoadConnection connection, byte[] text, Receiver behind, Runnable passed) {
    this.connection = connection;
    this.text = text.clone();
    this.behind = behind;
    this.passed = passed;
  }

  @Override
  public void receive(ByteBuffer chunk, long now) {
    while (chunk.hasRemaining()) {
      byte next = chunk.get();
      if (matched < text.length) {
        matched = next == text[matched] ? matched + 1 : next == text[0] ? 1 : 0;
      } else if (next == '\n') {
        connection.receiver(behind);
        passed.run();
        if (chunk.hasRemaining()) {
          behind.receive(chunk, now);
        }
        return;
      }
    }
  }

  @Override
  public void lost(String why) {
    behind.lost(why);
  }
}
