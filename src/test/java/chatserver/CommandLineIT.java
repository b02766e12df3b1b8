package chatserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.server.TestClient;
import chatserver.server.TestProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.OptionSpec;

/** The packaged jar, run as an operator runs it. */
class CommandLineIT {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final String LOGGED = "(?m)^\\S+ \\[[^]]+\\] ";

  /** Runs the jar; its output goes to standard error, as that of most servers. */
  private static TestProcess run(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("-jar", System.getProperty("chatserver.jar")));
    command.addAll(List.of(options));
    return TestProcess.start(command);
  }

  private static InetSocketAddress addressOf(TestProcess server) throws InterruptedException {
    MatchResult ready = server.err().await("listening on 127\\.0\\.0\\.1:(\\d+)");
    return new InetSocketAddress(
        InetAddress.getLoopbackAddress(), Integer.parseInt(ready.group(1)));
  }

  // Starting.

  @Test
  void onceItSaysItIsReadyClientsCanConnectToThePortItNames() throws Exception {
    try (TestProcess server = run("--port", "0");
        TestClient client = TestClient.connect(addressOf(server))) {
      client.expectWelcome();
      client.send("hello");
      client.expect(client.says("hello"));
      assertEquals("", server.out().text());
      assertEquals(1, server.err().lines().stream().filter(l -> l.contains("listening")).count());
    }
  }

  @Test
  void itListensWhereItIsTold() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (TestProcess server = run("-p", "" + port, "--host=localhost")) {
      assertEquals(port, addressOf(server).getPort());
    }
  }

  @Test
  void aPortInUseIsOneLineAndExitCode1() throws Exception {
    try (ServerSocket inUse = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        TestProcess server = run("--port", "" + inUse.getLocalPort())) {
      assertEquals(1, server.exitCode());
      assertOneErrorLine(server, "127.0.0.1:" + inUse.getLocalPort());
    }
  }

  @Test
  void anUnknownHostIsOneLineAndExitCode1() throws Exception {
    try (TestProcess server = run("--port", "0", "--host", "no-such-host.invalid")) {
      assertEquals(1, server.exitCode());
      assertOneErrorLine(server, "no-such-host.invalid");
    }
  }

  private static void assertOneErrorLine(TestProcess server, String what) {
    assertEquals("", server.out().text());
    List<String> lines = server.err().lines();
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).contains("ERROR") && lines.get(0).contains(what), lines::toString);
  }

  static Stream<Arguments> wrongUsage() {
    return Stream.of(
        wrong("Unknown option: '--bogus'", "--bogus"),
        wrong("Unmatched argument at index 0: 'now'", "now"),
        wrong("Missing required parameter for option '--port' (PORT)", "--port"),
        wrong("--port must be between 0 and 65535, not 65536", "--port", "65536"),
        wrong("--motd needs the name of a file", "--motd", ""),
        wrong("'60' is not a time such as 500ms, 60s, 2m or 0", "--idle-timeout", "60"));
  }

  private static Arguments wrong(String message, String... options) {
    return Arguments.of(message, options);
  }

  @ParameterizedTest
  @MethodSource("wrongUsage")
  void wrongUsageIsOneLineThenTheUsageAndExitCode2(String message, String[] options)
      throws Exception {
    try (TestProcess server = run(options)) {
      assertEquals(2, server.exitCode());
      assertEquals("", server.out().text());
      List<String> lines = server.err().lines();
      assertTrue(lines.get(0).contains(message), lines.get(0));
      assertTrue(lines.stream().anyMatch(line -> line.startsWith("Usage: ")), lines::toString);
      assertFalse(server.err().text().contains("\tat "), lines::toString);
    }
  }

  @ParameterizedTest
  @CsvSource({"-V, chat-server \\d.*", "--version, chat-server \\d.*"})
  void theVersionIsThatOfTheBuild(String option, String expected) throws Exception {
    try (TestProcess server = run(option)) {
      assertEquals(0, server.exitCode());
      assertTrue(server.out().text().strip().matches(expected), server.out().text());
      assertEquals("", server.err().text());
    }
  }

  @Test
  void helpShowsEveryOptionInEightyColumns() throws Exception {
    try (TestProcess server = run("--help")) {
      assertEquals(0, server.exitCode());
      assertEquals("", server.err().text());
      assertTrue(server.out().lines().stream().allMatch(line -> line.length() <= 80));
      for (Options.Group group : new Options().groups) {
        for (OptionSpec option : group.options()) {
          assertTrue(server.out().text().contains(option.longestName()), option::longestName);
        }
      }
    }
  }

  // Running.

  @Test
  void theOptionsAreObeyed() throws Exception {
    try (TestProcess server =
            run("-p0", "--max-line", "16", "--max-clients=1", "--threads", "platform");
        TestClient alice = TestClient.connect(addressOf(server))) {
      server.err().await("platform threads");
      alice.expectWelcome();
      alice.send("x".repeat(17));
      alice.expect("line too long: at most 16 bytes");
      try (TestClient bob = TestClient.connect(addressOf(server))) {
        bob.expect("server full: at most 1 clients");
        bob.expectEnd();
      }
    }
  }

  @Test
  void theLogTellsWhoCameAndWentButNotWhatTheySaid() throws Exception {
    try (TestProcess server = run("--port", "0", "--verbose")) {
      TestClient client = TestClient.connect(addressOf(server));
      client.expectWelcome();
      client.send("a secret", "rename|Bob", "to|Bob|another secret");
      client.readUntil("rename ok");
      client.send("exit");
      client.readToEnd();
      client.close();
      String address = client.address().replace(".", "\\.");
      server.err().await(LOGGED + "INFO " + address + " joined");
      server.err().await(LOGGED + "INFO " + address + " \\(Bob\\) left after \\d+ s: exit");
      server.terminate();
      server.exitCode();
      assertFalse(server.err().text().contains("secret"), server.err().text());
    }
  }

  // Stopping.

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void aSignalToStopIsAnsweredInTimeAndEveryoneIsTold(String signal, int exitCode)
      throws Exception {
    try (TestProcess server = run("--port", "0");
        TestClient alice = TestClient.connect(addressOf(server));
        TestClient bob = TestClient.connect(addressOf(server))) {
      alice.readUntil(line -> line.endsWith("I am here"));
      bob.readUntil(line -> line.endsWith("I am here"));
      alice.send("last words");
      bob.readUntil(alice.says("last words"));
      long start = System.nanoTime();
      server.signal(signal);
      assertEquals("server is shutting down", bob.readLine());
      bob.expectEnd();
      alice.readUntil("server is shutting down"); // its end stays open
      alice.expectEnd();
      assertEquals(exitCode, server.exitCode());
      Duration taken = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(taken.compareTo(GRACE) < 0, taken::toString);
      server.err().await(LOGGED + "INFO stopped");
      assertFalse(server.err().text().contains("ERROR"), server.err().text());
    }
  }

  @Test
  void aProcessThatIsAskedToEndIsStartedAgainOnTheSamePort() throws Exception {
    InetSocketAddress address;
    try (TestProcess first = run("--port", "0")) {
      address = addressOf(first);
      try (TestClient client = TestClient.connect(address)) {
        client.expectWelcome();
        first.terminate();
        client.expect("server is shutting down");
        client.expectEnd();
      }
      first.exitCode();
    }
    try (TestProcess second = run("--port", "" + address.getPort())) {
      assertEquals(address, addressOf(second));
    }
  }
}
