package chatserver.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What comes in and is not finished, and what is answered and not read, has one bound for all. */
@Tag("slow")
@Timeout(120)
@EnabledOnOs(OS.LINUX) // it looks into /proc
class MemoryIT {
  private static void assertSurvives(PackagedServer server, CalmPair pair, Attackers attackers)
      throws Exception {
    pair.talk();
    server.assertNoOutOfMemoryError();
    attackers.close();
    pair.assertAlone();
    server.connect().expectWelcome().close();
    server.assertNoOutOfMemoryError();
    server.assertStops();
  }

  @Test
  void repliesToTelnetThatNobodyReadsAreBounded() throws Exception {
    byte[] doTimingMark = "\u00FF\u00FD\u0006".repeat(20_000).getBytes(ISO_8859_1);
    try (PackagedServer server = PackagedServer.start("20m", "--max-rate", "0");
        CalmPair pair = new CalmPair(server);
        Attackers attackers = new Attackers(server)) {
      attackers.flood(200, doTimingMark);
      for (int i = 0; i < 1000; i++) {
        pair.talk();
      }
      assertSurvives(server, pair, attackers);
    }
  }

  @Test
  void unfinishedLinesOfManyAreBounded() throws Exception {
    byte[] unfinished = "u".repeat(2000).getBytes(US_ASCII);
    try (PackagedServer server = PackagedServer.start("32m");
        CalmPair pair = new CalmPair(server);
        Attackers attackers = new Attackers(server)) {
      for (int i = 0; i < 1500; i++) {
        TestClient client = attackers.connect();
        pair.ann.readUntil(client.says("login"));
        client.sendBytes(unfinished);
      }
      assertSurvives(server, pair, attackers);
    }
  }

  @Test
  void unfinishedLinesOfAMegabyteAreBounded() throws Exception {
    byte[] unfinished = "u".repeat(1024 * 1024 - 16).getBytes(US_ASCII);
    try (PackagedServer server = PackagedServer.start("48m", "--max-line", "1MiB");
        CalmPair pair = new CalmPair(server);
        Attackers attackers = new Attackers(server)) {
      attackers.send(60, unfinished);
      for (int i = 0; i < 200; i++) {
        pair.talk();
      }
      assertSurvives(server, pair, attackers);
    }
  }
}
