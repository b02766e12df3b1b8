package chatserver.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import chatserver.Task;
import chatserver.protocol.Notice;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A client as simple as telnet: a plain blocking socket. One thread reads and one thread sends;
 * {@link #close} and {@link #reset} may be called by any.
 *
 * <p>A read fails where nothing has come in for {@link #DEADLINE}. A line that does not end with CR
 * LF fails, too.
 */
public final class TestClient implements AutoCloseable {
  /** Far longer than any answer takes, so that a slow machine fails no test. */
  public static final Duration DEADLINE = Duration.ofSeconds(20);

  private static final AtomicLong ROUND_TRIPS = new AtomicLong();

  private final Socket socket;
  private final String address;
  private final CrLfInput input;

  private TestClient(Socket socket) throws IOException {
    this.socket = socket;
    this.address =
        PeerAddress.format(new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort()));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) DEADLINE.toMillis());
    input = new CrLfInput(socket.getInputStream(), address);
  }

  /** A connection of which nothing has been read. */
  public static TestClient connect(InetSocketAddress server) throws IOException {
    return connect(server, 0);
  }

  /** As {@link #connect}, with so many bytes for what is not read; 0 for the kernel's choice. */
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

  /** A connection from this local address, also where one to another server uses it. */
  public static TestClient connect(InetSocketAddress local, InetSocketAddress server)
      throws IOException {
    Socket socket = new Socket();
    try {
      socket.setReuseAddress(true);
      socket.bind(local);
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

  /** So many lines to say: {@code 0 text}, {@code 1 text} and so on. */
  public static String[] numbered(int count, String text) {
    String[] lines = new String[count];
    Arrays.setAll(lines, i -> i + " " + text);
    return lines;
  }

  /** Sends a line, or several in one piece, each with CR LF behind it. */
  public void send(String... lines) throws IOException {
    sendRaw(String.join("\r\n", lines) + "\r\n");
  }

  public void sendRaw(String text) throws IOException {
    sendBytes(text.getBytes(UTF_8));
  }

  public void sendBytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** The next line without its end; null at the end of input. */
  public String readLine() throws IOException {
    return input.readLine();
  }

  /** The next byte; -1 at the end of input. */
  public int read() throws IOException {
    return input.read();
  }

  public void expect(String... lines) throws IOException {
    for (String line : lines) {
      assertEquals(line, readLine());
    }
  }

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

  /** As {@link #readUntil(Predicate)}, for this line. */
  public List<String> readUntil(String last) throws IOException {
    return readUntil(last::equals);
  }

  /** All lines up to the end of input. */
  public List<String> readToEnd() throws IOException {
    return readToEnd(line -> {});
  }

  private List<String> readToEnd(Consumer<String> each) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = readLine(); line != null; line = readLine()) {
      lines.add(line);
      each.accept(line);
    }
    return lines;
  }

  /** Reads to the end of input on a thread of its own, and then closes its end, too. */
  public Task<List<String>> startReading() {
    return startReading(line -> {});
  }

  /** As {@link #startReading()}; tells of each line when it has come. */
  public Task<List<String>> startReading(Consumer<String> each) {
    return Task.start(
        () -> {
          try (this) {
            return readToEnd(each);
          }
        });
  }

  /**
   * Sends this (of one byte each) again and again, on its own thread, until the connection ends.
   */
  public Task<Void> startSending(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return Task.start(
        () -> {
          try {
            for (; ; ) {
              sendBytes(bytes);
            }
          } catch (IOException e) {
            // it has ended
          }
        });
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

  /** Says each once the one before has come back; returns the other lines that came in between. */
  public List<String> say(String... texts) throws IOException {
    List<String> others = new ArrayList<>();
    for (String text : texts) {
      send(text);
      others.addAll(readUntil(says(text)));
      others.remove(others.size() - 1);
    }
    return others;
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

  /** Waits until either side has ended the connection, whatever comes in before. */
  public void awaitEnd() {
    try {
      input.skipAll();
    } catch (IOException e) {
      // broken, or closed here
    }
  }

  public Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
