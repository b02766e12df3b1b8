package chatserver.room;

import static chatserver.room.Guest.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static String keptBy(History history) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    history.writeTo(out);
    return out.toString(UTF_8);
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
  void itKeepsNothingWhereItIsTurnedOff() {
    History history = new History(0);
    history.add(text("[a]a:"), text("one"));
    assertEquals("", keptBy(history));
  }

  @Test
  void itIsBoundedInBytes() {
    History history = new History(100_000);
    String said = "x".repeat(1000);
    for (int i = 0; i < 1000; i++) {
      history.add(text(i + ":"), text(said));
    }
    String kept = keptBy(history);
    assertTrue(kept.length() <= 256 * 1024, () -> kept.length() + " bytes");
    assertTrue(kept.length() > 255 * 1024, () -> kept.length() + " bytes");
    assertTrue(kept.endsWith("999:" + said + "\r\n"));
  }

  @Test
  void aLineThatIsTooLongForItIsNotKept() {
    History history = new History(10);
    history.add(text("[a]a:"), text("x".repeat(300 * 1024)));
    assertEquals("", keptBy(history));
    history.add(text("[a]a:"), text("short"));
    assertEquals("[a]a:short\r\n", keptBy(history));
  }
}
