package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chatserver.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A server that does not run for a while, as on a suspended laptop or in a paused container. */
@Tag("slow")
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class SuspendIT {
  @Test
  void nobodyIsTooSlowForWhatWasBeingWritten() throws Exception {
    String[] page = new String[500];
    Arrays.fill(page, "x".repeat(2000));
    try (PackagedServer server =
            PackagedServer.start(
                "256m", "--max-rate=0", "--max-backlog=64MiB", "--write-timeout=10s");
        CalmPair pair = new CalmPair(server);
        Audience crowd = new Audience(server.address());
        Attackers deaf = new Attackers(server)) {
      crowd.join(10); // or the deaf were most of the room, and it would wait for them
      for (int i = 0; i < 8; i++) {
        deaf.connect();
      }
      for (int i = 0; i < 6; i++) { // 6 MB: the server is writing to each of the deaf
        pair.ann.send(page);
        pair.talk();
      }

      // a write that was stopped returns with what it had written: until one has written nothing
      for (int i = 0; i < 10; i++) {
        suspend(server, "0.1");
        pair.talk();
      }
      suspend(server, "12");
      List<String> heard = pair.talk();
      List<Task<List<String>>> reading = new ArrayList<>();
      for (TestClient client : deaf.clients()) {
        reading.add(Task.start(() -> client.readUntil(pair.ann.says("the end"))));
      }
      pair.ann.send("the end");
      heard.addAll(pair.talk());
      assertNobodyDropped(heard);
      crowd.allHear(pair.ann.says("the end"));
      reading.forEach(Task::result);
      assertNobodyDropped(pair.talk());
      server.assertStops();
    }
  }

  /** The warning of one who has spoken since comes before the end of one who has not. */
  @Test
  void nobodyIsIdleForTheTimeInWhichNobodyListened() throws Exception {
    try (PackagedServer server = PackagedServer.start("64m", "--idle-timeout=8s");
        TestClient silent = server.connect().expectWelcome();
        TestClient speaker = server.connect().expectWelcome()) {
      suspend(server, "10");
      speaker.send("still here");
      assertNobodyDropped(speaker.readUntil(speaker.says("still here")));
      assertNobodyDropped(speaker.readUntil(line -> line.startsWith("idle: ")));
      silent.send("and so am I");
      silent.readUntil(silent.says("and so am I"));
      server.assertStops();
    }
  }

  private static void assertNobodyDropped(List<String> heard) {
    assertEquals(List.of(), heard.stream().filter(line -> line.endsWith("leave out")).toList());
  }

  private static void suspend(PackagedServer server, String seconds) throws Exception {
    String script = "kill -STOP %1$d; sleep %2$s; kill -CONT %1$d";
    String command = script.formatted(server.process().pid(), seconds);
    try (TestProcess shell = TestProcess.start(List.of("sh", "-c", command))) {
      assertEquals(0, shell.exitCode());
    }
  }
}
