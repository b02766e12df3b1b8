package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines that everyone heard, from the first client's login on, and what must be true of them.
 * In tests that use it nobody says {@code ->} or a line that begins with {@code [}.
 */
final class Chronicle {
  private static final Pattern LINE = Pattern.compile("\\[([^]]+:\\d+)\\]([^>]+?):([^:]*)");
  private static final List<String> LEAVES =
      List.of("login out", "time out leave out", "too slow leave out");
  private static final String RENAMED = "renamed to ";

  private final List<String> lines;

  /**
   * @param heard all that one client heard
   */
  Chronicle(List<String> heard) {
    this.lines = heardByAll(heard);
  }

  /** Leaves out what that client alone heard: its welcome, answers, private messages. */
  static List<String> heardByAll(List<String> heard) {
    List<String> lines = new ArrayList<>(heard);
    lines.removeIf(
        line ->
            !line.startsWith("[") && !line.equals("server is shutting down")
                || line.contains("->")
                || line.endsWith(":I am here"));
    return lines;
  }

  List<String> lines() {
    return lines;
  }

  /**
   * A client joins before it says anything and says nothing after it left; each once. Each line
   * carries the name that was taken last, and no two online have the same.
   */
  void isConsistent() {
    Map<String, String> online = new HashMap<>(); // address to name
    for (String line : lines) {
      if (line.equals("server is shutting down")) {
        assertEquals(line, lines.get(lines.size() - 1));
        return;
      }
      Matcher parts = LINE.matcher(line);
      assertTrue(parts.matches(), line);
      String address = parts.group(1);
      String name = parts.group(2);
      String text = parts.group(3);
      if (text.endsWith("login") && name.equals(address)) {
        assertNull(online.put(address, name), line);
        continue;
      }
      assertNotNull(online.get(address), line);
      assertEquals(online.get(address), name, line);
      if (LEAVES.contains(text)) {
        online.remove(address);
      } else if (text.startsWith(RENAMED)) {
        String key = key(text.substring(RENAMED.length()));
        online.remove(address);
        assertFalse(online.values().stream().map(Chronicle::key).anyMatch(key::equals), line);
        online.put(address, text.substring(RENAMED.length()));
      }
    }
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /**
   * What another client heard is one stretch of this, from its own login on.
   *
   * @return the line behind that stretch; null where there is none
   */
  String holdsAllThat(TestClient client, List<String> heard) {
    List<String> its = heardByAll(heard);
    int from = lines.indexOf(client.says("login"));
    assertTrue(from >= 0, () -> client.address() + " never joined");
    int to = Math.min(from + its.size(), lines.size());
    assertEquals(lines.subList(from, to), its, client.address());
    return to < lines.size() ? lines.get(to) : null;
  }
}
