package chatserver.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import chatserver.protocol.Notice;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A stop in a room full of floods. */
@EnabledOnOs(OS.LINUX) // it looks into /proc
class StopIT {
  private static final int FLOODERS = 30;
  private static final int BURST = 10;

  /** Long lines first: a reader that finds much to read then takes a large buffer. */
  private static final byte[] FLOOD =
      (("x".repeat(200) + "\n").repeat(3) + "x\n".repeat(50_000)).getBytes(US_ASCII);

  @Test
  void whatARateLimitHeldBackIsNotLetLooseAtTheStop() throws Exception {
    try (PackagedServer server = PackagedServer.start("256m", "--max-rate", "1");
        CalmPair pair = new CalmPair(server);
        Attackers flooders = new Attackers(server)) {
      flooders.flood(FLOODERS, FLOOD);
      for (TestClient flooder : flooders.clients()) {
        Task.start(flooder::awaitEnd);
      }
      for (int said = 0; said < FLOODERS * BURST; said++) { // all have had their burst
        pair.ann.readUntil(line -> line.endsWith("x"));
      }
      Task<List<String>> heard = Task.start(pair.ann::readToEnd);
      Task<List<String>> heardByTheOther = Task.start(pair.bob::readToEnd);
      server.assertStops();
      int atTheStop = linesOfTheFlood(heard.result());
      assertTrue(atTheStop <= FLOODERS * BURST, () -> atTheStop + " lines"); // ten seconds' worth
      assertEquals(Notice.SHUTTING_DOWN, lastOf(heard.result()));
      assertEquals(Notice.SHUTTING_DOWN, lastOf(heardByTheOther.result()));
    }
  }

  private static int linesOfTheFlood(List<String> heard) {
    return (int) heard.stream().filter(line -> line.endsWith("x")).count();
  }

  private static String lastOf(List<String> lines) {
    return lines.get(lines.size() - 1);
  }
}
