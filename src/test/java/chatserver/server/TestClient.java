package chatserver.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.fail;

import chatserver.protocol.Notice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * A client as simple as telnet: a plain blocking socket. Used by one thread, but for {@link #close}
 * and {@link #reset}.
 *
 * <p>Whatever waits for the server fails where nothing has come in for {@link #DEADLINE}. A line
 * that does not end with CR LF fails, too.
 */
public final class TestClient implements AutoCloseable {
  /** Far longer than any answer takes, so that a slow machine fails no test. */
  public static final Duration DEADLINE = Duration.ofSeconds(20);

  private static final AtomicLong ROUND_TRIPS = new AtomicLong();

  private final Socket socket;
  private final String address;
  private final byte[] buffer = new byte[4096];
  private int next; // in the buffer
  private int end;

  private TestClient(Socket socket) throws IOException {
    this.socket = socket;
    this.address =
        PeerAddress.format(new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort()));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) DEADLINE.toMillis());
  }

  /** A connection of which nothing has been read. */
  public static TestClient connect(InetSocketAddress server) throws IOException {
    return connect(server, 0);
  }

  /**
   * As {@link #connect(InetSocketAddress)}, with little room for what is not read.
   *
   * @param receiveBuffer bytes that the kernel may keep; 0 for as many as it likes
   */
  public static TestClient connect(InetSocketAddress server, int receiveBuffer) throws IOException {
    Socket socket = new Socket();
    try {
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.connect(server, (int) DEADLINE.toMillis());
      return new TestClient(socket);
    } catch (Throwable e) {
      socket.close();
      throw e;
    }
  }

  /** Reads what a newcomer gets: the usual greeting, its own login, and that it is here. */
  public TestClient expectWelcome() throws IOException {
    expect(Notice.GREETING, says(Notice.LOGIN), says(Notice.HERE));
    return this;
  }

  /** This end of the connection as the others see it. */
  public String address() {
    return address;
  }

  /** What everyone sees where this client says {@code text} before it has taken another name. */
  public String says(String text) {
    return says(address, text);
  }

  /** What everyone sees where this client says {@code text} under this name. */
  public String says(String name, String text) {
    return Notice.prefix(address, name) + text;
  }

  /** Sends a line, or several in one piece, each with CR LF behind it. */
  public void send(String... lines) throws IOException {
    sendRaw(String.join("\r\n", lines) + "\r\n");
  }

  /** Sends text as it is. */
  public void sendRaw(String text) throws IOException {
    sendBytes(text.getBytes(UTF_8));
  }

  public void sendBytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /**
   * The next line without its end.
   *
   * @return null at the end of input
   */
  public String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    for (int b = read(); b != '\n'; b = read()) {
      if (b < 0) {
        assertEquals("", line.toString(UTF_8), "a line without its end");
        return null;
      }
      line.write(b);
    }
    String text = line.toString(UTF_8);
    if (!text.endsWith("\r")) {
      fail("not ended with CR LF: " + text);
    }
    return text.substring(0, text.length() - 1);
  }

  /**
   * The next byte.
   *
   * @return -1 at the end of input
   */
  public int read() throws IOException {
    if (next == end) {
      next = 0;
      end = 0;
      try {
        end = Math.max(0, socket.getInputStream().read(buffer));
      } catch (SocketTimeoutException e) {
        throw new AssertionError(address + " has heard nothing for " + DEADLINE, e);
      }
      if (end == 0) {
        return -1;
      }
    }
    return Byte.toUnsignedInt(buffer[next++]);
  }

  /** Reads exactly these lines. */
  public void expect(String... lines) throws IOException {
    for (String line : lines) {
      assertEquals(line, readLine());
    }
  }

  /** Reads the end of input. */
  public void expectEnd() throws IOException {
    assertNull(readLine());
  }

  /** Reads to the first line that fits; returns all lines read, that one included. */
  public List<String> readUntil(Predicate<String> last) throws IOException {
    List<String> lines = new ArrayList<>();
    String line;
    do {
      line = readLine();
      assertNotNull(line, () -> "the connection ended behind " + lines);
      lines.add(line);
    } while (!last.test(line));
    return lines;
  }

  /** As {@link #readUntil(Predicate)}, for one line to the letter. */
  public List<String> readUntil(String last) throws IOException {
    return readUntil(last::equals);
  }

  /** All lines up to the end of input. */
  public List<String> readToEnd() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = readLine(); line != null; line = readLine()) {
      lines.add(line);
    }
    return lines;
  }

  /**
   * A round trip through the room. When it returns, the room has done all that this client has sent
   * before, and all that others had a round trip for.
   *
   * @return the lines that came before its answer
   */
  public List<String> roundTrip() throws IOException {
    String nobody = "nobody-" + ROUND_TRIPS.incrementAndGet();
    send("to|" + nobody + "|are you there?");
    List<String> lines = readUntil(Notice.toFailed(Notice.nobodyNamed(nobody)));
    return lines.subList(0, lines.size() - 1);
  }

  /** Fails where something has come in, of what the room has done up to now. */
  public void expectNothing() throws IOException {
    assertEquals(List.of(), roundTrip());
  }

  /** Sends the end of input, and can still read. */
  public void halfClose() throws IOException {
    socket.shutdownOutput();
  }

  /** Breaks the connection. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /**
   * Waits until the server has closed or broken the connection, whatever comes in before that.
   *
   * @return whether it was closed in an orderly way
   */
  public boolean awaitEnd() throws IOException {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    try {
      while (read() >= 0) {
        next = end;
        if (System.nanoTime() - deadline > 0) {
          fail("not closed within " + TimeUnit.NANOSECONDS.toSeconds(DEADLINE.toNanos()) + " s");
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The socket, for options of its own. */
  public Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
