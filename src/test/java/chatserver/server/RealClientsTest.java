package chatserver.server;

import static java.util.regex.Pattern.quote;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs that people use, where they are installed. */
class RealClientsTest {
  /** Two of its bytes, 9C and 9D, are keys of telnet's own. */
  private static final String TEXT = "Übung “quoted” 日本 😀";

  @RegisterExtension final TestServer server = new TestServer();

  @TempDir private Path home;

  private TestClient witness;
  private String port;

  @BeforeEach
  void start() throws IOException {
    server.start();
    witness = server.join();
    port = "" + server.address().getPort();
  }

  /** Reads the login line of whoever comes next, and returns its address. */
  private String login() throws IOException {
    String line = witness.readLine();
    assertTrue(line.endsWith(":login"), line);
    return line.substring(1, line.indexOf(']'));
  }

  private static String said(String address, String text) {
    return "[" + address + "]" + address + ":" + text;
  }

  private TestProcess telnet() throws IOException {
    return atTerminal("telnet 127.0.0.1 PORT");
  }

  /** At a terminal, or what a program takes for one. */
  private TestProcess atTerminal(String command) throws IOException {
    assumeTrue(TestProcess.isInstalled("script"), "script is not installed");
    String line = "stty rows 24 cols 200; " + shellLine(command);
    return TestProcess.start(List.of("script", "-qfc", line, "/dev/null"));
  }

  /** A command line for a shell, with the server's port, and away from the files of the user. */
  private String shellLine(String command) {
    String program = command.substring(0, command.indexOf(' '));
    assumeTrue(TestProcess.isInstalled(program), program + " is not installed");
    String environment = "export LC_ALL=C.UTF-8 HOME='" + home + "'; ";
    return environment + "exec " + command.replace("PORT", port);
  }

  private TestProcess nc(String... options) throws IOException {
    assumeTrue(TestProcess.isInstalled("nc"), "nc is not installed");
    List<String> command = new ArrayList<>(List.of("nc"));
    command.addAll(List.of(options));
    command.addAll(List.of("127.0.0.1", port));
    return TestProcess.start(command);
  }

  @Test
  void telnetTalksAndLeaves() throws Exception {
    try (TestProcess telnet = telnet()) {
      String address = login();
      telnet.out().await("I am here");
      telnet.type("grüß dich\r");
      witness.expect(said(address, "grüß dich"));
      telnet.out().await(quote(said(address, "grüß dich")));
      witness.send("hello, telnet");
      telnet.out().await(quote(witness.says("hello, telnet")) + "\r?$");
      telnet.type("exit\r");
      witness.readUntil(said(address, "login out"));
      telnet.out().await("Connection closed by foreign host");
      telnet.exitCode();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "telnet -8 -E -- 127.0.0.1 -PORT", // the minus makes it negotiate, and so agree on BINARY
        "plink -telnet -P PORT 127.0.0.1",
        "plink -raw -P PORT 127.0.0.1",
        "nc.openbsd 127.0.0.1 PORT",
        "ncat 127.0.0.1 PORT",
        "ncat -t 127.0.0.1 PORT",
        "socat - TCP:127.0.0.1:PORT",
        "busybox telnet 127.0.0.1 PORT",
        "busybox nc 127.0.0.1 PORT",
        "/usr/games/tt++ -e '#session chat 127.0.0.1 PORT'" // Debian keeps it out of the PATH
      })
  void textOfAnyLanguageGoesBothWaysAtATerminal(String command) throws Exception {
    try (TestProcess client = atTerminal(command)) {
      String address = login();
      client.type("who\n"); // not "\r": telnet changes the terminal while it negotiates
      client.out().await("user list:"); // behind the answers to what it has asked for
      client.type(TEXT + "\r");
      witness.expect(said(address, TEXT));
      client.out().await(quote(said(address, TEXT)));
      client.type("exit\r");
      witness.expect(said(address, "login out"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plink -telnet -batch -P PORT 127.0.0.1",
        "nc.openbsd -N 127.0.0.1 PORT",
        "ncat 127.0.0.1 PORT",
        "socat -t 20 - TCP:127.0.0.1:PORT", // else it waits half a second for the answers
        "busybox nc 127.0.0.1 PORT"
      })
  void aFileIsSaidAndEndsTheClient(String command) throws Exception {
    try (TestProcess client = TestProcess.start(List.of("sh", "-c", shellLine(command)))) {
      client.type("one\n" + TEXT + "\nlast");
      client.endInput();
      String address = login();
      List<String> said = List.of(said(address, "one"), said(address, TEXT), said(address, "last"));
      witness.expect(said.toArray(String[]::new));
      witness.expect(said(address, "login out"));
      client.exitCode();
      List<String> out = client.out().lines();
      assertEquals(said, out.subList(out.size() - 3, out.size()));
    }
  }

  /** Without BINARY it makes a BREAK of the second byte; the rest has to arrive all the same. */
  @Test
  void aBreakOfTelnetHurtsNothingAroundIt() throws Exception {
    try (TestProcess telnet = telnet()) {
      String address = login();
      telnet.out().await("I am here");
      telnet.type("Übung\r");
      String line = witness.readLine().replace("Ü", "\uFFFD"); // not every telnet does
      assertEquals(said(address, "\uFFFDbung"), line);
    }
  }

  @Test
  void ctrlDInTelnetLeaves() throws Exception {
    try (TestProcess telnet = telnet()) {
      String address = login();
      telnet.out().await("I am here");
      telnet.type("\u0004");
      witness.expect(said(address, "login out"));
      telnet.out().await("Connection closed by foreign host");
      telnet.exitCode();
    }
  }

  @Test
  void ctrlCInTelnetDoesNotMakeItDeaf() throws Exception {
    try (TestProcess telnet = telnet()) {
      String address = login();
      telnet.out().await("I am here");
      telnet.type("\u0003");
      telnet.type("still here\r");
      witness.expect(said(address, "still here"));
      telnet.out().await(quote(said(address, "still here")));
      telnet.type("exit\r");
      witness.expect(said(address, "login out"));
    }
  }

  @Test
  void aTerminalThatGoesAwayIsALeave() throws Exception {
    String address;
    try (TestProcess telnet = telnet()) {
      address = login();
      telnet.out().await("I am here");
    }
    witness.expect(said(address, "login out"));
  }

  @Test
  void ncGetsItsAnswersBeforeTheEnd() throws Exception {
    try (TestProcess nc = nc("-N")) {
      nc.type("hello\nrename|Nc\nwho\n");
      nc.endInput();
      assumeTrue(nc.exitCode() == 0, "this nc has no -N");
      String address = login();
      assertEquals(
          List.of(
              "Welcome. Commands: who, rename|name, to|name|text, help, exit.",
              said(address, "login"),
              said(address, "I am here"),
              said(address, "hello"),
              said(address, "renamed to Nc"),
              "rename ok",
              "user list:",
              witness.address() + ":" + witness.address(),
              address + ":Nc"),
          nc.out().lines());
      witness.expect(
          said(address, "hello"), said(address, "renamed to Nc"), "[" + address + "]Nc:login out");
    }
  }

  @Test
  void ncExits() throws Exception {
    try (TestProcess nc = nc()) {
      String address = login();
      nc.type("exit\n");
      witness.expect(said(address, "login out"));
      nc.endInput(); // it would go on to wait for that
      nc.exitCode();
      assertFalse(nc.out().text().contains("login out"));
    }
  }

  @Test
  void ncThatIsKilledIsALeave() throws Exception {
    String address;
    try (TestProcess nc = nc()) {
      address = login();
      nc.type("half a li");
    }
    String line = witness.readLine();
    if (line.equals(said(address, "half a li"))) { // an orderly end: it was sent, and counts
      line = witness.readLine();
    }
    assertEquals(said(address, "login out"), line);
  }
}
