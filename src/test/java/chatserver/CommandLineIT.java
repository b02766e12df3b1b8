package chatserver;

import static chatserver.Jar.addressOf;
import static chatserver.Jar.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.server.TestClient;
import chatserver.server.TestProcess;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged jar, run as an operator runs it. */
class CommandLineIT {
  private static final String LOGGED = "(?m)^\\S+ \\[[^]]+\\] ";

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

  // Running.

  @Test
  void theLastOfTwoValuesCountsAndNoOtherOptionIsForgotten() throws Exception {
    try (TestProcess server = run("--max-line=16", "--max-clients=5", "--max-line=20", "-p", "0");
        TestClient client = TestClient.connect(addressOf(server))) {
      client.expectWelcome();
      client.send("x".repeat(21));
      client.expect("line too long: at most 20 bytes");
    }
  }

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
      server
          .err()
          .await(LOGGED + "INFO " + address + " changed its name from " + address + " to Bob$");
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
      server.signal(signal);
      assertEquals("server is shutting down", bob.readLine());
      bob.expectEnd();
      alice.readUntil("server is shutting down"); // its end stays open
      alice.expectEnd();
      assertEquals(exitCode, server.exitCode());
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
