package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The packaged jar as a process on Linux, seen from outside. Killed at the end. */
final class PackagedServer implements AutoCloseable {
  private static final int TERMINATED = 143; // 128 + SIGTERM

  private final TestProcess process;
  private InetSocketAddress address;
  private int socketsAtStart;

  private PackagedServer(TestProcess process) {
    this.process = process;
  }

  /** With a heap such as {@code 64m}; returns once it listens. */
  static PackagedServer start(String heap, String... options) throws Exception {
    PackagedServer server =
        start(List.of("-Xmx" + heap, "-jar", System.getProperty("chatserver.jar")), options);
    server.awaitListening();
    return server;
  }

  /** With any options of the JVM; does not wait for anything. */
  static PackagedServer start(List<String> jvmOptions, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(jvmOptions);
    command.addAll(List.of("--port", "0"));
    command.addAll(List.of(options));
    return new PackagedServer(TestProcess.start(command));
  }

  PackagedServer awaitListening() throws Exception {
    String port = process.err().await("listening on 127\\.0\\.0\\.1:(\\d+)").group(1);
    address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    socketsAtStart = openSockets();
    return this;
  }

  InetSocketAddress address() {
    return address;
  }

  TestProcess process() {
    return process;
  }

  TestClient connect() throws IOException {
    return TestClient.connect(address);
  }

  TestClient connect(int receiveBuffer) throws IOException {
    return TestClient.connect(address, receiveBuffer);
  }

  /** Sockets that it holds for clients: those it has beside its own. */
  int sockets() throws IOException {
    return openSockets() - socketsAtStart;
  }

  private int openSockets() throws IOException {
    Set<String> tcp = new HashSet<>(); // the JDK has sockets of another kind for itself
    Path process = Path.of("/proc", "" + this.process.pid());
    for (String table : List.of("net/tcp", "net/tcp6")) {
      Files.readAllLines(process.resolve(table)).stream()
          .map(line -> "socket:[" + line.trim().split("\\s+")[9] + "]")
          .forEach(tcp::add);
    }
    int count = 0;
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        try {
          count += tcp.contains(Files.readSymbolicLink(descriptor).toString()) ? 1 : 0;
        } catch (NoSuchFileException e) {
          // closed since the folder was read
        }
      }
    }
    return count;
  }

  void assertNoOutOfMemoryError() {
    String log = process.err().text();
    assertTrue(!log.contains("OutOfMemoryError"), log);
  }

  /** A stop ends it, by its own will, and with its last line in the log. */
  void assertStops() throws Exception {
    process.signal("TERM");
    int exitCode = process.exitCode();
    String log = process.err().text();
    assertEquals(TERMINATED, exitCode, log);
    assertTrue(log.contains("INFO stopped: "), log);
  }

  @Override
  public void close() {
    process.close();
  }
}
