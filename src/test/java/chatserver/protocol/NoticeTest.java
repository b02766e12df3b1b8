package chatserver.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoticeTest {
  private static final String ADDRESS = "192.0.2.1:5000";

  @Test
  void aLineOfAClientBeginsWithItsAddressAndName() {
    assertEquals("[192.0.2.1:5000]bob:", Notice.prefix(ADDRESS, "bob"));
    assertEquals("[192.0.2.1:5000]bob->ann:hi", Notice.privately(ADDRESS, "bob", "ann", "hi"));
  }

  @Test
  void answersRead() {
    assertEquals("192.0.2.1:5000:bob", Notice.listed(ADDRESS, "bob"));
    assertEquals("rename failed: why", Notice.renameFailed("why"));
    assertEquals("'bob' is taken, choose another name", Notice.nameTaken("bob"));
    assertEquals("no such command: '/quit', type exit", Notice.noSuchCommand("/quit", "type exit"));
    assertEquals("to failed: why", Notice.toFailed("why"));
    assertEquals(
        "nobody here is called 'bob', type who to see the names", Notice.nobodyNamed("bob"));
  }

  @Test
  void limitsRead() {
    assertEquals("line too long: at most 2048 bytes", Notice.lineTooLong(2048));
    assertEquals("server full: at most 9 clients", Notice.serverFull(9));
    assertEquals(
        "too many connections from 192.0.2.1: at most 3", Notice.tooManyFrom("192.0.2.1", 3));
  }

  @Test
  void whatTheOperatorDoesReads() {
    assertEquals("server: back at noon", Notice.announcement("back at noon"));
    assertEquals("kicked", Notice.kicked(""));
    assertEquals("kicked: spam", Notice.kicked("spam"));
    assertEquals("banned", Notice.banned(""));
    assertEquals("banned: spam", Notice.banned("spam"));
  }

  @ParameterizedTest
  @CsvSource({"PT0S,1", "PT0.1S,1", "PT1.9S,1", "PT2S,2", "PT60S,60", "PT2H,7200"})
  void timesAreWholeSecondsAndAtLeastOne(Duration time, String seconds) {
    assertEquals(
        "idle: you will be disconnected in " + seconds + " s, press Enter to stay",
        Notice.idleWarning(time));
    assertEquals("time out: nothing received for " + seconds + " s", Notice.idleTimeout(time));
  }

  @Test
  void everyLineEndsWithCrLf() {
    assertArrayEquals("Gr\u00FC\u00DFe\r\n".getBytes(UTF_8), Notice.encode("Gr\u00FC\u00DFe"));
    assertArrayEquals("\u2713\r\n\r\n".getBytes(UTF_8), Notice.encode(List.of("\u2713", "")));
    assertArrayEquals("\r\n".getBytes(UTF_8), Notice.encode(List.of("")));
    assertArrayEquals(new byte[0], Notice.encode(List.of()));
  }

  @Test
  void theHelpFitsATerminalOf80Columns() {
    for (String line : Notice.HELP) {
      assertEquals(line, line.substring(0, Math.min(80, line.length())));
    }
  }
}
