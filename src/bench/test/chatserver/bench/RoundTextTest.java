package chatserver.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What two clients get in one round: sender 0 says three lines, sender 1 says one. */
class RoundTextTest {
  private static final Talk TALK = new Talk(2, 2, 4, 0);
  private final RoundText text = new RoundText(7, TALK);

  /** A, B and D are the lines of sender 0, C is that of sender 1. */
  private static String lines(String letters) {
    return letters
        .chars()
        .mapToObj(letter -> letter == 'C' ? line(1, 0) : line(0, "ABD".indexOf(letter)))
        .collect(Collectors.joining());
  }

  private static String line(int sender, int number) {
    String line = new String(new RoundText(7, TALK).compose(sender, number), US_ASCII);
    return "[127.0.0.1:50000]name:" + line.stripTrailing() + "\r\n";
  }

  private void receive(int client, String chunk) {
    text.receive(client, ByteBuffer.wrap(chunk.getBytes(US_ASCII)), 0);
  }

  @Test
  void theSameLinesAreGoodHoweverTheyAreCut() {
    String all = lines("ABCD");
    receive(0, all.substring(0, 100));
    receive(1, all.substring(0, 1));
    receive(1, all.substring(1));
    assertFalse(text.isComplete());
    receive(0, all.substring(100));
    assertTrue(text.isComplete());
  }

  @Test
  void whatElseEveryoneIsToldDoesNotCount() {
    receive(0, "Welcome\r\nsomebody:login\r\n");
    receive(0, lines("A") + "somebody:login\r\n" + lines("BCD"));
    receive(1, lines("A") + "somebody:login\r\n" + lines("BC"));
    assertEquals(4, text.linesOf(0));
    assertEquals(3, text.linesOf(1));
    assertFalse(text.isComplete());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ACD", "BCD", "AABCD", "ABCDD", "ACBD"})
  void aLineThatIsMissingOrTwiceOrElsewhereIsAFault(String letters) {
    receive(0, lines("ABCD"));
    assertThrows(Fault.class, () -> receive(1, lines(letters)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ACD", "BACD", "AABCD"})
  void aBrokenOrderOfOneSenderIsAFaultEvenIfAllAgree(String letters) {
    assertThrows(Fault.class, () -> receive(0, lines(letters)));
  }

  @Test
  void aLineThatWasCutIsAFaultEvenIfAllAgree() {
    assertThrows(Fault.class, () -> receive(0, lines("A").replace("x\r", "\r")));
    assertThrows(Fault.class, () -> receive(1, "~\n"));
  }
}
