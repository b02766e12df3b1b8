package chatserver;

import static chatserver.Jar.connect;
import static chatserver.Jar.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.server.TestClient;
import chatserver.server.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged jar takes from its surroundings: files of options, environment, locale. */
class SettingsIT {
  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws Exception {
    Path file = file("options", "port=0\n--history=3\nmax-line 100\nidle-timeout=9s\n");
    Map<String, String> environment =
        Map.of("CHAT_SERVER_MAX_LINE", "50", "CHAT_SERVER_HISTORY", "");
    try (TestProcess server = run(environment, "@" + file, "--idle-timeout", "0");
        TestClient client = connect(server)) {
      client.expectWelcome();
      client.send("x".repeat(51), "who");
      client.expect("line too long: at most 50 bytes");
      try (TestClient other = connect(server)) {
        other.expectWelcome();
      }
    }
    try (TestProcess help = run(environment, "@" + file, "--help")) {
      assertEquals(0, help.exitCode());
      assertTrue(help.out().text().contains("Default: 3."), "an empty variable does not count");
      assertTrue(help.out().text().contains("Default: 50."));
    }
  }

  @Test
  void aWrongValueIsOneLineWhereverItComesFrom() throws Exception {
    try (TestProcess server = run(Map.of("CHAT_SERVER_PORT", "x"))) {
      assertEquals(2, server.exitCode());
      assertEquals(
          List.of("CHAT_SERVER_PORT: 'x' is not a number (see --help)"), server.err().lines());
    }
    try (TestProcess server = run(Map.of("CHAT_SERVER_MAX_RATE", "-1"))) {
      assertEquals(2, server.exitCode());
      String line = "CHAT_SERVER_MAX_RATE: must be between 0 and 1000000, not -1 (see --help)";
      assertEquals(List.of(line), server.err().lines());
    }
    Path file = file("options", "port=abc\n");
    try (TestProcess server = run("@" + file)) {
      assertEquals(2, server.exitCode());
      assertEquals(
          List.of(file + ": port: 'abc' is not a number (see --help)"), server.err().lines());
    }
    file("options", "prot=1\n");
    try (TestProcess server = run("@" + file)) {
      assertEquals(2, server.exitCode());
      assertEquals(
          List.of(file + ": prot: no such option, the nearest is port (see --help)"),
          server.err().lines());
    }
    Files.write(file, new byte[] {'p', 'o', 'r', 't', '=', (byte) 0xFC});
    try (TestProcess server = run("@" + file)) {
      assertEquals(2, server.exitCode());
      String line = server.err().lines().get(0);
      assertEquals("cannot read options from " + file + ": it is not UTF-8 (see --help)", line);
    }
    file("options", "motd=C:\\users\n"); // to properties this begins a character's code
    try (TestProcess server = run("@" + file)) {
      assertEquals(2, server.exitCode());
      String line = server.err().lines().get(0);
      assertTrue(line.startsWith("cannot read options from " + file + ": "), line);
    }
  }

  @Test
  void theCommandLineWinsOverAWrongValue() throws Exception {
    try (TestProcess server = run(Map.of("CHAT_SERVER_PORT", "abc"), "-p", "0", "--host", "::1");
        TestProcess wrong = run(Map.of("CHAT_SERVER_PORT", "0"), "-p", "abc")) {
      server.err().await("listening on \\[::1]:\\d+");
      assertEquals(2, wrong.exitCode());
      assertEquals(List.of("--port: 'abc' is not a number (see --help)"), wrong.err().lines());
    }
  }

  @Test
  void aVariableThatIsNoOptionIsOneWarning() throws Exception {
    try (TestProcess server = run(Map.of("CHAT_SERVER_MAXLINE", "9"), "--port", "0")) {
      server.err().await("WARN CHAT_SERVER_MAXLINE is ignored: .* CHAT_SERVER_MAX_LINE$");
      server.err().await("listening on");
      assertEquals(2, server.err().lines().size(), server.err().text());
    }
  }

  @Test
  void theLogIsTheSameWhateverTheLocale() throws Exception {
    try (TestProcess server = run(Map.of("LC_ALL", "C"), in("th", "TH"), "--port=0");
        TestClient client = connect(server)) {
      client.expectWelcome();
      client.send("rename|M\u00FCller");
      client.readUntil("rename ok");
      client.send("exit");
      client.readToEnd();
      server.err().await("^2\\d{3}-\\d\\d-\\d\\dT\\S+ .* \\(M\u00FCller\\) left");
      int year = Integer.parseInt(server.err().text().substring(0, 4));
      assertTrue(year < 2500, "not of the Buddhist era: " + year);
    }
    try (TestProcess server = run(Map.of(), in("ar", "EG"), "--port=0")) {
      server.err().await("^2[0-9]{3}-[0-9]{2}-[0-9]{2}T\\S+ .* listening");
    }
  }

  private static List<String> in(String language, String country) {
    return List.of("-Duser.language=" + language, "-Duser.country=" + country, "-jar", Jar.PATH);
  }

  /** What container images and service managers set has no say. */
  @Test
  void onlyTheCommandLineAsksForHelpOrTheVersion() throws Exception {
    Map<String, String> environment =
        Map.of("CHAT_SERVER_VERSION", "1.0", "CHAT_SERVER_HELP", "true");
    try (TestProcess server = run(environment, "--port", "0");
        TestClient client = connect(server)) {
      client.expectWelcome();
    }
  }
}
