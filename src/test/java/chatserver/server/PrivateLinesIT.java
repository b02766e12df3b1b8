package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Private lines make nobody too slow: those that would wait too long fail, and say so. */
@EnabledOnOs(OS.LINUX) // it looks into /proc
class PrivateLinesIT {
  private static final int SENDERS = 6;
  private static final int MOST = 8000; // 16 MB from each

  @Test
  void privateLinesToSomebodyWhoDoesNotKeepUpFailAndTheOthersArrive() throws Exception {
    try (PackagedServer server = PackagedServer.start("128m", "--max-rate", "0");
        CalmPair pair = new CalmPair(server);
        Attackers victims = new Attackers(server)) {
      TestClient victim = victims.connect();
      pair.ann.readUntil(victim.says("login"));
      List<TestClient> senders = new ArrayList<>();
      List<Task<List<String>>> sending = new ArrayList<>();
      try {
        for (int i = 0; i < SENDERS; i++) {
          TestClient sender = server.connect();
          sender.readUntil(sender.says("I am here"));
          senders.add(sender);
        }
        for (TestClient sender : senders) {
          sending.add(Task.start(() -> whisperUntilItFails(sender, victim.address())));
        }
        List<List<String>> delivered = sending.stream().map(Task::result).toList();

        victim.send("end");
        List<String> heard = victim.readUntil(victim.says("end"));
        for (int i = 0; i < SENDERS; i++) {
          String prefix = "[" + senders.get(i).address() + "]";
          List<String> arrived =
              heard.stream().filter(l -> l.startsWith(prefix) && l.contains("->")).toList();
          assertEquals(delivered.get(i), arrived);
        }
        String tooSlow = victim.says("too slow leave out");
        assertTrue(!pair.ann.readUntil(victim.says("end")).contains(tooSlow), tooSlow);
        server.assertStops();
      } finally {
        for (TestClient sender : senders) {
          sender.close();
        }
      }
    }
  }

  /** Sends one line after the other until one fails; returns those that were delivered. */
  private static List<String> whisperUntilItFails(TestClient sender, String to) throws Exception {
    String failed = "to failed: '" + to + "' does not keep up, try again later";
    List<String> delivered = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      sender.send("to|" + to + "|" + i + " " + "x".repeat(1900));
      String answer =
          last(sender.readUntil(l -> l.contains("->" + to + ":") || l.startsWith("to failed")));
      if (answer.startsWith("to failed")) {
        assertEquals(failed, answer);
        return delivered;
      }
      delivered.add(answer);
    }
    throw new AssertionError("none of " + MOST + " lines failed");
  }

  private static String last(List<String> lines) {
    return lines.get(lines.size() - 1);
  }
}
