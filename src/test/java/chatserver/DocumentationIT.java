package chatserver;

import static chatserver.Documentation.blocks;
import static chatserver.Documentation.code;
import static chatserver.Documentation.page;
import static chatserver.Documentation.pages;
import static chatserver.Documentation.section;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatserver.server.TestProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs what README and manual say that one can run, beside a server with the operator's socket in
 * the same directory.
 */
class DocumentationIT {
  @TempDir private Path folder;

  private TestProcess server;
  private String port;

  @BeforeEach
  void start() throws Exception {
    for (String name : List.of("target", "src")) {
      Files.createSymbolicLink(folder.resolve(name), Path.of(name).toAbsolutePath());
    }
    server = Jar.run("--port", "0", "--control", folder.resolve("control").toString());
    port = "" + Jar.addressOf(server).getPort();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  static List<Arguments> blocksToRun() throws Exception {
    List<Arguments> blocks = new ArrayList<>();
    for (Path page : pages()) {
      blocks(page, "sh run").forEach(block -> blocks.add(Arguments.of(page, block)));
    }
    return blocks;
  }

  @ParameterizedTest
  @MethodSource("blocksToRun")
  void whatIsMarkedAsRunnableRuns(Path page, String block) throws Exception {
    for (String program : programsOf(block)) {
      assumeTrue(TestProcess.isInstalled(program), program + " is not installed");
    }
    String script = "set -euo pipefail\ncd " + folder + "\n" + block.replace("8000", port);
    try (TestProcess shell = TestProcess.start(List.of("bash", "-c", script))) {
      shell.endInput();
      assertEquals(0, shell.exitCode(), () -> shell.out().text() + shell.err().text());
    }
  }

  /** What stands at the beginning of a line, or behind a pipe or the like. */
  private static Set<String> programsOf(String block) {
    String bare = block.replace("\\\n", "").replaceAll("'[^']*'|[()]", "").strip();
    return List.of(bare.split("\\s*(?:\n|\\|\\|?|&&|;)\\s*")).stream()
        .map(command -> command.split(" ")[0])
        .filter(word -> !word.equals("source")) // only bash has it
        .collect(toSet());
  }

  @Test
  void theFiguresAreThoseOfTheManual() throws Exception {
    assumeTrue(TestProcess.isInstalled("nc"), "nc is not installed");
    String ask = "echo stats | nc -N -U " + folder.resolve("control");
    try (TestProcess shell = TestProcess.start(List.of("sh", "-c", ask))) {
      shell.endInput();
      assertEquals(0, shell.exitCode(), () -> shell.err().text());
      Set<String> shown =
          shell.out().lines().stream()
              .filter(line -> line.startsWith("chat_"))
              .map(line -> line.split(" ")[0])
              .collect(toSet());
      String rows =
          section(page("operating"), "## Figures").stream()
              .filter(line -> line.startsWith("| `chat_"))
              .map(row -> code(row).get(0))
              .sorted()
              .collect(joining("\n"));
      assertEquals(shown.stream().sorted().collect(joining("\n")), rows);
    }
  }

  @Test
  void somethingIsMarkedAsRunnable() throws Exception {
    assertTrue(blocksToRun().size() > 3);
  }
}
