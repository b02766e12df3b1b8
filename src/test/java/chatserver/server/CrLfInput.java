package chatserver.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/** What a client hears, as bytes and as lines that end with CR LF. Used by one thread. */
final class CrLfInput {
  private final InputStream in;
  private final String owner;
  private final byte[] buffer = new byte[4096];
  private int next; // in the buffer
  private int end;

  /**
   * @param owner whose input it is, for the message of a test that fails
   */
  CrLfInput(InputStream in, String owner) {
    this.in = in;
    this.owner = owner;
  }

  /**
   * The next byte.
   *
   * @return -1 at the end of input
   */
  int read() throws IOException {
    return next < end || fill() ? Byte.toUnsignedInt(buffer[next++]) : -1;
  }

  /**
   * The next line without its end.
   *
   * @return null at the end of input
   */
  String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    for (int b = read(); b != '\n'; b = read()) {
      if (b < 0) {
        assertEquals("", line.toString(UTF_8), "a line without its end");
        return null;
      }
      line.write(b);
    }
    String text = line.toString(UTF_8);
    assertTrue(text.endsWith("\r"), () -> "not ended with CR LF: " + text);
    return text.substring(0, text.length() - 1);
  }

  /** Reads up to the end of input. */
  void skipAll() throws IOException {
    boolean isMore;
    do {
      isMore = fill();
    } while (isMore);
  }

  private boolean fill() throws IOException {
    next = 0;
    end = 0;
    try {
      end = Math.max(0, in.read(buffer));
    } catch (SocketTimeoutException e) {
      throw new AssertionError(owner + " has heard nothing for " + TestClient.DEADLINE, e);
    }
    return end > 0;
  }
}
