package chatserver.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class CountersTest {
  private final Counters counters = new Counters();

  /** Counts a number of its own with each, so that no two can be mistaken for each other. */
  @Test
  void eachCounterIsReadUnderItsName() {
    List<LongAdder> all =
        List.of(
            counters.joined,
            counters.linesReceived,
            counters.bytesReceived,
            counters.linesBroadcast,
            counters.deliveries,
            counters.bytesSent,
            counters.evictions,
            counters.idleTimeouts,
            counters.writeTimeouts,
            counters.refusedFull,
            counters.refusedAddress,
            counters.refusedJoins,
            counters.refusedThreads,
            counters.refusedBanned,
            counters.refusedLocked,
            counters.refusedNotChat,
            counters.refusedProxy,
            counters.kicked,
            counters.transcriptLinesLost);
    for (int i = 0; i < all.size(); i++) {
      all.get(i).add(i + 1);
    }
    assertEquals(
        List.of(
            Map.entry("chat_clients_joined_total", 1L),
            Map.entry("chat_lines_received_total", 2L),
            Map.entry("chat_received_bytes_total", 3L),
            Map.entry("chat_lines_broadcast_total", 4L),
            Map.entry("chat_deliveries_total", 5L),
            Map.entry("chat_sent_bytes_total", 6L),
            Map.entry("chat_evictions_total", 7L),
            Map.entry("chat_timeouts_total{kind=\"idle\"}", 8L),
            Map.entry("chat_timeouts_total{kind=\"write\"}", 9L),
            Map.entry("chat_refused_total{reason=\"full\"}", 10L),
            Map.entry("chat_refused_total{reason=\"address\"}", 11L),
            Map.entry("chat_refused_total{reason=\"joins\"}", 12L),
            Map.entry("chat_refused_total{reason=\"threads\"}", 13L),
            Map.entry("chat_refused_total{reason=\"banned\"}", 14L),
            Map.entry("chat_refused_total{reason=\"locked\"}", 15L),
            Map.entry("chat_refused_total{reason=\"not_chat\"}", 16L),
            Map.entry("chat_refused_total{reason=\"proxy\"}", 17L),
            Map.entry("chat_kicked_total", 18L),
            Map.entry("chat_transcript_lines_lost_total", 19L)),
        List.copyOf(counters.read().entrySet()));
  }

  @Test
  void allBeginWithZero() {
    assertTrue(counters.read().values().stream().allMatch(value -> value == 0));
  }

  @Test
  void aFigureIsMeasuredWhenItIsRead() {
    AtomicLong clients = new AtomicLong(3);
    counters.add("chat_clients", "Clients online.", clients::get);
    Map<String, Long> earlier = counters.read();
    clients.set(4);
    assertEquals(4, counters.read().get("chat_clients"));
    assertEquals(3, earlier.get("chat_clients"), "what was read stays as it was");
  }

  /** By the grammar of the format: one help and one type for each family, in front of it. */
  @Test
  void theTextForPrometheusHasEachFamilyOnceBehindItsHelpAndType() {
    counters.add("chat_clients", "Clients online.", () -> 3);
    counters.add("chat_refused_total{reason=\"late\"}", "Newcomers refused.", () -> 7);
    Set<String> families = new HashSet<>();
    Map<String, Long> values = new HashMap<>();
    String family = "";
    String type = "";
    for (String line : counters.toPrometheusText()) {
      String[] words = line.split(" ", 4);
      if (line.startsWith("# HELP ")) {
        family = words[2];
        type = "";
        assertTrue(families.add(family), line);
        assertTrue(words[3].endsWith("."), line);
      } else if (line.startsWith("# TYPE ")) {
        assertEquals(family, words[2]);
        assertEquals("", type, line);
        type = words[3];
        assertEquals(family.endsWith("_total") ? "counter" : "gauge", type);
      } else {
        assertTrue(line.matches("[a-z_]+(\\{[a-z]+=\"[a-z_]+\"})? \\d+"), line);
        assertEquals(family, words[0].replaceFirst("\\{.*", ""));
        assertFalse(type.isEmpty(), line);
        values.put(words[0], Long.valueOf(words[1]));
      }
    }
    assertEquals(counters.read(), values);
  }

  @Test
  void threadsThatCountAtTheSameTimeLoseNothing() {
    List<Task<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tasks.add(Task.start(() -> countTo(10_000)));
    }
    tasks.forEach(Task::result);
    assertEquals(80_000, counters.read().get("chat_lines_received_total"));
  }

  private void countTo(int count) {
    for (int i = 0; i < count; i++) {
      counters.linesReceived.increment();
    }
  }
}
