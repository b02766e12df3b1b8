package chatserver.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import chatserver.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An operator's connection, as simple as {@code nc -U}. */
public final class TestOperator implements AutoCloseable {
  private final SocketChannel channel;
  private final ByteBuffer input = ByteBuffer.allocate(4096).flip();

  public TestOperator(Path file) throws IOException {
    channel = SocketChannel.open(UnixDomainSocketAddress.of(file));
  }

  public void send(String text) throws IOException {
    ByteBuffer bytes = UTF_8.encode(text);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** As {@link #send}, where the other end may be gone. */
  void trySend(String text) {
    try {
      send(text);
    } catch (IOException e) {
      // what it has said is still to be read
    }
  }

  /** Sends a line, and returns the answer up to its {@code ok} or {@code failed}. */
  public List<String> ask(String line) throws IOException {
    send(line + "\n");
    return answer();
  }

  public List<String> answer() {
    return Task.start(this::readAnswer).result();
  }

  private List<String> readAnswer() throws IOException {
    List<String> lines = new ArrayList<>();
    String last;
    do {
      last = readLine();
      assertNotNull(last, () -> "the connection ended behind " + lines);
      lines.add(last);
    } while (!last.equals("ok") && !last.startsWith("failed: "));
    return lines;
  }

  /** The next line; null at the end of input. */
  String nextLine() {
    return Task.start(this::readLine).result();
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (; ; ) {
      if (!input.hasRemaining()) {
        int count = channel.read(input.clear());
        input.flip();
        if (count < 0) {
          return null;
        }
      }
      byte b = input.get();
      if (b == '\n') {
        return line.toString(UTF_8);
      }
      line.write(b);
    }
  }

  void endInput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
