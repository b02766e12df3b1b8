package chatserver.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Smoke tests against a room so small that it can be trusted, and made to fail on purpose. */
@Timeout(20)
class BenchmarkTest {
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  @Test
  void aSoundRoomIsMeasured(@TempDir Path directory) throws Exception {
    Path csv = directory.resolve("figures.csv");
    try (TinyRoom room = new TinyRoom(false)) {
      assertEquals(0, benchmark(room, "a,b,c", "--csv", csv.toString()), output::toString);
    }
    List<String> rows = Files.readAllLines(csv);
    assertTrue(rows.stream().anyMatch(row -> row.contains("\"fan-out\",\"deliveries\",\"1/s\"")));
    assertTrue(rows.stream().anyMatch(row -> row.contains("\"paced\",\"latency p99\",\"us\"")));
  }

  @Test
  void aRoomWithoutOneOrderFails() throws Exception {
    try (TinyRoom room = new TinyRoom(true)) {
      assertEquals(1, benchmark(room, "a"));
    }
    assertTrue(output.toString(UTF_8).contains("heard something else than the others"));
  }

  @Test
  void aServerThatIsNotThereFails() throws Exception {
    TinyRoom room = new TinyRoom(false);
    room.close();
    assertEquals(1, benchmark(room, "a"));
    assertTrue(output.toString(UTF_8).contains("fan-out: not measured"));
  }

  @Test
  void wrongUsageIsTold() throws Exception {
    assertEquals(2, Benchmark.run(new PrintStream(output, true, UTF_8), "--rounds", "many"));
    assertTrue(output.toString(UTF_8).contains("--rounds needs a number, not many"));
  }

  private int benchmark(TinyRoom room, String scenarios, String... more) throws Exception {
    String[] options = {
      "--connect", "127.0.0.1:" + room.port(),
      "--scenario", scenarios,
      "--rounds", "1",
      "--clients", "5",
      "--senders", "2",
      "--lines", "20",
      "--rate", "200"
    };
    String[] all = new String[options.length + more.length];
    System.arraycopy(options, 0, all, 0, options.length);
    System.arraycopy(more, 0, all, options.length, more.length);
    return Benchmark.run(new PrintStream(output, true, UTF_8), all);
  }
}
