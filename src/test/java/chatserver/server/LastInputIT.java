package chatserver.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A client that closes both directions at once, as scripts do, has said what it sent. */
@EnabledOnOs(OS.LINUX) // it looks into /proc
class LastInputIT {
  private static final int TIMES = 50;

  @Test
  void allLinesOfAClientThatClosesAtOnceAreSaid() throws Exception {
    String[] lines = IntStream.range(0, 40).mapToObj(i -> "line " + i).toArray(String[]::new);
    try (PackagedServer server = PackagedServer.start("64m", "--max-rate", "100");
        CalmPair pair = new CalmPair(server)) {
      for (int i = 0; i < TIMES; i++) {
        TestClient client = server.connect();
        if (i % 2 == 1) {
          client.expectWelcome(); // now our own echo is what meets a closed socket
        }
        client.send(lines);
        client.close();
        assertSaid(pair, client, lines);
      }
      pair.assertAlone();
      server.assertStops();
    }
  }

  private static void assertSaid(CalmPair pair, TestClient client, String[] lines)
      throws Exception {
    List<String> expected = new ArrayList<>();
    expected.add(client.says("login"));
    for (String line : lines) {
      expected.add(client.says(line));
    }
    expected.add(client.says("login out"));
    String prefix = client.says("");
    List<String> heard =
        pair.ann.readUntil(client.says("login out")).stream()
            .filter(line -> line.startsWith(prefix))
            .toList();
    assertEquals(expected, heard);
  }

  /** The rate still holds, and so do the five seconds that it may take to leave. */
  @Test
  void aFlooderThatClosesAtOnceSaysNoMoreThanItsRateAllows() throws Exception {
    int rate = 5;
    try (PackagedServer server = PackagedServer.start("64m", "--max-rate", "" + rate);
        CalmPair pair = new CalmPair(server)) {
      TestClient flooder = server.connect().expectWelcome();
      String longLines = ("x".repeat(200) + "\n").repeat(3); // or the server reads little at once
      flooder.sendBytes((longLines + "x\n".repeat(20_000)).getBytes(US_ASCII));
      int burst = 10 * rate;
      for (int said = 0; said < burst; said++) {
        pair.ann.readUntil(line -> line.startsWith(flooder.says("x")));
      }
      flooder.close();
      int afterwards = linesOf(flooder, pair.ann.readUntil(flooder.says("login out")));
      assertTrue(afterwards <= 5 * rate + burst, () -> afterwards + " lines after it closed");
      pair.assertAlone();
      server.assertStops();
    }
  }

  private static int linesOf(TestClient flooder, List<String> heard) {
    String prefix = flooder.says("x");
    return (int) heard.stream().filter(line -> line.startsWith(prefix)).count();
  }
}
