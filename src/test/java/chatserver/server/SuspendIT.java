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
  void nobodyIsDroppedForWhatTheServerMissed() throws Exception {
    String[] page = new String[500];
    Arrays.fill(page, "x".repeat(2000));
    try (PackagedServer server =
            PackagedServer.start(
                "256m",
                "--max-rate=0",
                "--max-backlog=64MiB",
                "--write-timeout=5s",
                "--idle-timeout=8s");
        CalmPair pair = new CalmPair(server);
        Attackers deaf = new Attackers(server)) {
      List<TestClient> readers = new ArrayList<>();
      List<Task<List<String>>> heard = new ArrayList<>();
      try {
        for (int i = 0; i < 10; i++) { // the room does not wait for the deaf then
          TestClient reader = server.connect();
          readers.add(reader);
          heard.add(Task.start(() -> reader.readUntil(pair.ann.says("the end"))));
        }
        for (int i = 0; i < 8; i++) {
          deaf.connect();
        }
        pair.talk();
        for (int i = 0; i < 16; i++) { // 16 MB: the server is writing to each of the deaf
          pair.ann.send(page);
          pair.talk();
        }

        suspend(server, 10);
        for (TestClient reader : readers) {
          reader.send("still here");
        }
        for (TestClient client : deaf.clients()) {
          client.send("still here");
        }
        pair.talk();
        for (TestClient client : deaf.clients()) {
          heard.add(Task.start(() -> client.readUntil(pair.ann.says("the end"))));
        }
        pair.ann.send("the end");
        List<String> lines = pair.bob.readUntil(pair.ann.says("the end"));
        heard.forEach(Task::result);
        lines.addAll(pair.talk());
        assertEquals(List.of(), lines.stream().filter(line -> line.endsWith("leave out")).toList());
        server.assertStops();
      } finally {
        for (TestClient reader : readers) {
          reader.close();
        }
      }
    }
  }

  private static void suspend(PackagedServer server, int seconds) throws Exception {
    String script = "kill -STOP %1$d; sleep %2$d; kill -CONT %1$d";
    String command = script.formatted(server.process().pid(), seconds);
    try (TestProcess shell = TestProcess.start(List.of("sh", "-c", command))) {
      assertEquals(0, shell.exitCode());
    }
  }
}
