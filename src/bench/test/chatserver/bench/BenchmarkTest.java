package chatserver.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
    String small =
        "--rounds 1 --clients 15 --lines 20 --rate 200 --seconds 1 --attack whispers"
            + (" --jar " + JAR + " --jar " + JAR);
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

  /** Nobody is lost, and no line of the transcript, where so few attack. */
  @ParameterizedTest
  @EnumSource(names = {"COME_AND_TALK", "TRANSCRIPT"})
  void anAttackIsARowWithAllThatItDoes(Attack attack) {
    String options = "--scenario attack --clients 5 --seconds 1 --jar " + JAR;
    assertEquals(0, benchmark((options + " --attack " + attack).split(" ")), output::toString);
    String row =
        output
            .toString()
            .lines()
            .filter(line -> line.startsWith("attack "))
            .findFirst()
            .orElseThrow();
    String[] cells = row.split(" +");
    assertEquals(List.of(attack + "", "A"), List.of(cells[1], cells[2]));
    assertTrue(Double.parseDouble(cells[6]) > 0, row);
    assertEquals("0", cells[7], row);
    assertEquals(attack == Attack.TRANSCRIPT ? "0" : "", cells.length > 11 ? cells[11] : "", row);
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
