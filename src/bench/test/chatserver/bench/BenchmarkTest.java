package chatserver.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** All scenarios with the packaged jar and very few clients, and what happens if it goes wrong. */
@Timeout(120)
class BenchmarkTest {
  private static final String JAR = System.getProperty("chatserver.jar");

  private final StringWriter output = new StringWriter();

  private int benchmark(String... options) {
    CommandLine command = Benchmark.commandLine();
    command.setOut(new PrintWriter(output)).setErr(new PrintWriter(output));
    return command.execute(options);
  }

  @Test
  void allScenariosAreMeasured() {
    String small = "--rounds 1 --clients 15 --lines 20 --rate 200 --jar " + JAR + " --jar " + JAR;
    assertEquals(0, benchmark(small.split(" ")), output::toString);
    List<String> rows = output.toString().lines().toList();
    for (Benchmark.Scenario scenario : Benchmark.Scenario.values()) {
      for (String target : List.of(" A ", " B ")) {
        assertTrue(
            rows.stream().anyMatch(row -> row.startsWith(scenario + "") && row.contains(target)),
            () -> scenario + target + "is not in " + output);
      }
    }
  }

  @Test
  void aServerThatIsNotThereFails() {
    assertEquals(1, benchmark("--connect", "127.0.0.1:1", "--scenario", "few"));
    assertTrue(output.toString().contains("FAILED: few, A: Connection refused"));
  }

  @Test
  void wrongUsageIsTold() {
    assertEquals(2, benchmark("--rounds", "0"));
    assertTrue(output.toString().contains("every number is at least 1"));
  }
}
