package chatserver;

import static chatserver.Jar.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.server.TestProcess;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the packaged jar says of its options, and to wrong ones. */
class UsageIT {
  static Stream<Arguments> wrongUsage() {
    return Stream.of(
        wrong("Unknown option: '--bogus'", "--bogus"),
        wrong("Unmatched argument at index 0: 'now'", "now"),
        wrong("Missing required parameter for option '--port' (PORT)", "--port"),
        wrong("--port: must be between 0 and 65535, not 65536", "--port", "65536"),
        wrong("--port: 'abc' is not a number", "-pabc"),
        wrong("--motd: needs the name of a file", "--motd", ""),
        wrong(
            "--idle-timeout: '60' is not a time such as 500ms, 60s, 2m or 0", "--idle-timeout=60"),
        wrong(
            "--proxy-from: 'x' is neither an address nor a network",
            "--proxy-from",
            "10.0.0.0/8,x"),
        wrong("--verbose and --quiet exclude each other", "-v", "-q"));
  }

  private static Arguments wrong(String message, String... options) {
    return Arguments.of(message, options);
  }

  @ParameterizedTest
  @MethodSource("wrongUsage")
  void wrongUsageIsOneLineAndExitCode2(String message, String[] options) throws Exception {
    try (TestProcess server = run(options)) {
      assertEquals(2, server.exitCode());
      assertEquals("", server.out().text());
      assertEquals(List.of(message + " (see --help)"), server.err().lines());
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
  void helpShowsEveryOptionOnceInEightyColumns() throws Exception {
    try (TestProcess server = run("--help")) {
      assertEquals(0, server.exitCode());
      assertEquals("", server.err().text());
      List<String> lines = server.out().lines();
      assertTrue(lines.stream().allMatch(line -> line.length() <= 80));
      for (OptionSpec option : new CommandLine(new Options()).getCommandSpec().options()) {
        String names = String.join(", ", option.names());
        String line = "  " + (names.startsWith("--") ? "    " : "") + names;
        assertEquals(1, lines.stream().filter(each -> isAbout(line, each)).count(), names);
      }
    }
  }

  private static boolean isAbout(String names, String line) {
    return line.equals(names) || line.startsWith(names + " ") || line.startsWith(names + "=");
  }

  @Test
  void helpShowsTheDefaultsAndTheSections() throws Exception {
    try (TestProcess server = run("--help")) {
      server.exitCode();
      String help = server.out().text();
      assertTrue(help.contains("Default: 127.0.0.1."), help);
      assertTrue(help.matches("(?s).*--idle-timeout=TIME [^-]*Default: 60s\\..*"), help);
      assertTrue(help.matches("(?s).*--max-line=SIZE [^-]*Default: 2048\\..*"), help);
      assertTrue(help.matches("(?s).*--max-backlog=SIZE [^-]*Default: 4MiB\\..*"), help);
      assertTrue(help.matches("(?s).*--threads=KIND [^-]*Default: auto\\..*"), help);
      assertTrue(help.matches("(?s).*\n\nLimits for all:\n {6}--max-clients=.*"), help);
    }
  }

  @Test
  void completionKnowsTheOptionsAndTheKindsOfThreads() throws Exception {
    try (TestProcess server = run("--completion")) {
      assertEquals(0, server.exitCode());
      assertEquals("", server.err().text());
      assertTrue(server.out().text().contains("'--max-per-address'"));
      assertTrue(server.out().text().contains("\"auto\" \"virtual\" \"platform\""));
    }
  }
}
