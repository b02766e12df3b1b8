package chatserver.room;

import static chatserver.room.Guest.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryTest {
  private static final int MAX_BYTES = 256 * 1024;
  private static final String HEADING = "last lines:\r\n";

  private static String keptBy(History history) {
    String all = new String(history.lines(), UTF_8);
    assertTrue(all.isEmpty() || all.startsWith(HEADING), all);
    return all.isEmpty() ? all : all.substring(HEADING.length());
  }

  @Test
  void itKeepsTheLastLinesOldestFirst() {
    History history = new History(2);
    assertEquals("", keptBy(history));
    history.add(text("[a]a:"), text("one"));
    assertEquals("[a]a:one\r\n", keptBy(history));
    history.add(text("[b]b:"), text("two"));
    history.add(text("[a]a:"), text("three"));
    assertEquals("[b]b:two\r\n[a]a:three\r\n", keptBy(history));
  }

  @Test
  void itKeepsNothingWhereNoLinesAreWanted() {
    History history = new History(0);
    history.add(text("[a]a:"), text("one"));
    assertEquals("", keptBy(history));
  }

  /** Each line is a kilobyte with its end, so that 256 of them are just as much as is kept. */
  @Test
  void itIsBoundedInBytes() {
    History history = new History(100_000);
    for (int i = 0; i < 1000; i++) {
      history.add(text(String.format("%03d:", i)), text("x".repeat(1018)));
      assertEquals(Math.min(1024 * (i + 1), MAX_BYTES), keptBy(history).length());
    }
    assertEquals("744:", keptBy(history).substring(0, 4));
  }

  @ParameterizedTest(name = "a text of {0} bytes: {1} are kept")
  @CsvSource({"262137, 262144", "262138, 0"})
  void aLineThatIsTooLongForItIsNotKept(int bytes, int kept) {
    History history = new History(10);
    history.add(text("[a]a:"), text("x".repeat(bytes)));
    assertEquals(kept, keptBy(history).length());
    history.add(text("[a]a:"), text("short"));
    assertEquals("[a]a:short\r\n", keptBy(history));
  }
}
