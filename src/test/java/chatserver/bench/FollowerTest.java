package chatserver.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What two clients of one round hear: sender 0 says three lines, sender 1 says one. */
class FollowerTest {
  private static final String A = line(0, 0);
  private static final String B = line(0, 1);
  private static final String C = line(1, 0);
  private static final String D = line(0, 2);

  private final Verdict verdict = new Verdict();
  private final CommonText commonText = new CommonText(7, 2, 4, Line.SHORTEST, verdict);
  private int finished;
  private final Follower first = new Follower(0, commonText, verdict, null, () -> finished++);
  private final Follower second = new Follower(1, commonText, verdict, null, () -> finished++);

  private static String line(int sender, int sequence) {
    byte[] line = new Line(7, sender, sequence, 123).encode(Line.SHORTEST);
    return "[127.0.0.1:50000]name:" + new String(line, StandardCharsets.US_ASCII);
  }

  private static void hear(Follower client, String... chunks) {
    for (String chunk : chunks) {
      client.receive(ByteBuffer.wrap(chunk.getBytes(StandardCharsets.US_ASCII)), 0);
    }
  }

  @Test
  void theSameLinesAreGoodHoweverTheyAreCut() {
    hear(first, A + B.substring(0, 30), B.substring(30), C);
    hear(second, A.substring(0, 1), A.substring(1) + B + C + D);
    assertEquals(1, finished);
    hear(first, D);
    assertEquals(2, finished);
    assertTrue(verdict.good());
  }

  @Test
  void whatElseEverybodyIsToldDoesNotCount() {
    hear(first, A + "somebody:login\n" + B + C + D);
    hear(second, A + "somebody:login\n" + B + C);
    assertEquals(1, finished);
    assertTrue(verdict.good());
  }

  @Test
  void aLineThatOneClientDoesNotGetIsAFault() {
    hear(first, A, B, C, D);
    hear(second, A, C, D);
    assertFalse(verdict.good());
    assertEquals(1, finished);
  }

  @Test
  void aMissingLastLineIsReported() {
    hear(first, A, B, C, D);
    hear(second, A, B, C);
    assertTrue(verdict.good());
    second.reportIncomplete();
    assertFalse(verdict.good());
  }

  @Test
  void aLineThatOneClientGetsTwiceIsAFault() {
    hear(first, A, B, C, D);
    hear(second, A, A, B, C, D);
    assertFalse(verdict.good());
    assertEquals(2, finished);
  }

  @Test
  void anotherOrderIsAFault() {
    hear(first, A, B, C, D);
    hear(second, A, C, B, D);
    assertFalse(verdict.good());
    assertEquals(2, finished);
  }

  @Test
  void aLineThatNobodyGetsIsAFault() {
    hear(first, A, C, D);
    assertFalse(verdict.good());
  }

  @Test
  void aSendersLinesInAnotherOrderAreAFaultEvenIfAllAgree() {
    hear(first, B, A, C, D);
    hear(second, B, A, C, D);
    assertFalse(verdict.good());
  }

  @Test
  void aClientThatIsLostFinishesOnce() {
    hear(first, A);
    first.lost("reset");
    first.lost("reset");
    assertEquals(1, finished);
    assertFalse(verdict.good());
  }
}
