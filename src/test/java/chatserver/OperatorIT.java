package chatserver;

import static chatserver.Jar.connect;
import static chatserver.Jar.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.server.TestClient;
import chatserver.server.TestProcess;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sets, and sees, of the packaged jar. */
class OperatorIT {
  private static final String GREETING =
      "Welcome. Commands: who, rename|name, to|name|text, help, exit.";

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static void expectJoin(TestClient client) throws IOException {
    client.expect(client.says("login"), client.says("I am here"));
  }

  @Test
  void theMessageOfTheDayIsCleanedAndGreetsInsteadOfTheUsualLine() throws Exception {
    Path motd = file("motd", "\uFEFFBe \u001b[31mkind\u001b[0m.\r\n\nEnjoy \u2713\n");
    try (TestProcess server = run("--port", "0", "--motd", "" + motd);
        TestClient client = connect(server)) {
      client.expect("Be kind.", "", "Enjoy \u2713");
      expectJoin(client);
    }
  }

  @Test
  void aMessageOfTheDayThatChangesGreetsTheNextNewcomerAndOneThatIsGoneStays() throws Exception {
    Path motd = file("motd", "one\n");
    try (TestProcess server = run("--port", "0", "--motd", "" + motd)) {
      expectGreeting(server, "one");
      file("motd", "two\n");
      server.err().await("INFO greeting .*motd has changed");
      expectGreeting(server, "two");
      Files.delete(motd);
      server.err().await("WARN greeting .*motd cannot be read, the last one stays");
      expectGreeting(server, "two");
    }
  }

  private static void expectGreeting(TestProcess server, String greeting) throws Exception {
    try (TestClient client = connect(server)) {
      client.expect(greeting);
      expectJoin(client);
    }
  }

  @Test
  void anEmptyMessageOfTheDayIsNone() throws Exception {
    try (TestProcess server = run("--port", "0", "--motd", "" + file("motd", ""));
        TestClient client = connect(server)) {
      expectJoin(client);
    }
  }

  @Test
  void aMessageOfTheDayThatCannotBeUsedIsOneLineAndExitCode1() throws Exception {
    Path missing = folder.resolve("missing");
    Path tooLong = file("too long", "x".repeat(64 * 1024 + 1));
    expectNoStart(missing, "no such file: " + missing);
    expectNoStart(tooLong, tooLong + " is longer than 65536 bytes");
    expectNoStart(folder, folder + ": Is a directory");
  }

  private static void expectNoStart(Path motd, String reason) throws Exception {
    try (TestProcess server = run("--port", "0", "--motd", "" + motd)) {
      assertEquals(1, server.exitCode());
      assertEquals(1, server.err().lines().size());
      assertTrue(server.err().text().contains("cannot start: " + reason), server.err().text());
    }
  }

  @Test
  void aNewcomerGetsTheLastLinesSaidAndNothingElseOfThePast() throws Exception {
    try (TestProcess server = run("--port", "0", "--history", "2");
        TestClient alice = connect(server)) {
      alice.expectWelcome();
      alice.send("one", "two", "rename|alice", "to|alice|secret", "three");
      alice.readUntil(alice.says("alice", "three"));
      try (TestClient bob = connect(server)) {
        bob.expect(GREETING, "last lines:", alice.says("two"), alice.says("alice", "three"));
        expectJoin(bob);
      }
    }
  }

  @Test
  void theTranscriptHoldsEachLineThatEveryoneSeesWithTheTime() throws Exception {
    Path transcript = file("transcript", "kept\n");
    try (TestProcess server = run("--port", "0", "--transcript", "" + transcript);
        TestClient client = connect(server)) {
      client.expectWelcome();
      client.send("gr\u00FC\u00DFe", "who", "to|" + client.address() + "|psst", "exit");
      client.readToEnd();
      server.signal("TERM");
      server.exitCode();
      List<String> lines = Files.readAllLines(transcript, UTF_8);
      assertEquals("kept", lines.remove(0));
      for (String line : lines) {
        assertTrue(line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z .*"), line);
      }
      assertEquals(
          List.of(
              client.says("login"),
              client.says("gr\u00FC\u00DFe"),
              client.says("login out"),
              "server is shutting down"),
          lines.stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList());
    }
  }

  @Test
  void aDiskThatFailsIsOneLineInTheLogAndTheChatGoesOn() throws Exception {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full), "no /dev/full here");
    try (TestProcess server = run("--port", "0", "--transcript", "" + full);
        TestClient client = connect(server)) {
      client.expectWelcome();
      server.err().await("ERROR transcript /dev/full cannot be written, lines are left out: .*");
      client.send("hello");
      client.expect(client.says("hello"));
      server.signal("TERM");
      server.exitCode();
      server.err().await("stopped: .*chat_transcript_lines_lost_total=3,"); // and both ends
      assertEquals(1, server.err().lines().stream().filter(l -> l.contains("ERROR")).count());
    }
  }

  /** Nobody reads from the other end: the room waits for it, and then leaves lines out. */
  @Tag("slow")
  @Test
  void aTranscriptThatTakesNothingMissesLinesAndTheChatGoesOn() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", "" + pipe).start().waitFor());
    try (FileChannel other = FileChannel.open(pipe, READ, WRITE);
        TestProcess server =
            run("-p", "0", "--transcript", "" + pipe, "--max-backlog", "64KiB", "--max-rate", "0");
        TestClient client = connect(server)) {
      client.expectWelcome();
      String line = "x".repeat(1000);
      for (int i = 0; i < 300; i++) { // more than the pipe and the backlog take
        client.send(line);
        client.expect(client.says(line));
      }
      server.err().await("ERROR transcript does not keep up, lines are left out");
      server.signal("TERM");
      server.exitCode();
      server.err().await("ERROR transcript .*pipe is not complete");
      server.err().await("stopped: .*chat_evictions_total=0,");
      assertEquals(2, server.err().lines().stream().filter(l -> l.contains("ERROR")).count());
      assertTrue(other.isOpen());
    }
  }

  @Test
  void quietMeansWarningsAndErrorsOnly() throws Exception {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full), "no /dev/full here");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (TestProcess server = run("-p", "" + port, "-q", "--transcript", "" + full);
        TestClient client = connectAsSoonAsItListens(port)) {
      client.expectWelcome();
      server.err().await("ERROR transcript");
      server.signal("TERM");
      server.exitCode();
      assertFalse(server.err().text().contains("INFO"));
    }
  }

  private static TestClient connectAsSoonAsItListens(int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    long deadline = System.nanoTime() + TestClient.DEADLINE.toNanos();
    while (true) {
      try {
        return TestClient.connect(address);
      } catch (ConnectException e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }

  @Test
  void theFiguresAreOneLineAtTheStop() throws Exception {
    try (TestProcess server = run("--port", "0");
        TestClient client = connect(server)) {
      client.expectWelcome();
      client.send("hello");
      client.expect(client.says("hello"));
      server.signal("TERM");
      server.exitCode();
      server
          .err()
          .await("INFO stopped: .*chat_lines_received_total=1, chat_received_bytes_total=7, .*");
    }
  }
}
