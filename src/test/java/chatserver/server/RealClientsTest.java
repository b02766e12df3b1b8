package chatserver.server;

import static java.util.regex.Pattern.quote;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The programs that people use, where they are installed. */
class RealClientsTest {
  @RegisterExtension final TestServer server = new TestServer();

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

  /** At a terminal, or what telnet takes for one. */
  private TestProcess telnet() throws IOException {
    assumeTrue(TestProcess.isInstalled("telnet"), "telnet is not installed");
    assumeTrue(TestProcess.isInstalled("script"), "script is not installed");
    return TestProcess.start(List.of("script", "-qfc", "telnet 127.0.0.1 " + port, "/dev/null"));
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
