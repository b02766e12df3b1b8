package chatserver.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Connections that begin with what is no chat, or with a piece of it, and go on with anything. The
 * seed is fixed: a failure can be repeated.
 */
class RandomOpeningTest {
  private static final int CONNECTIONS = 10_000;
  private static final int[] LIMITS = {1, 7, 40, 2048};

  private static final String[] OPENINGS = {
    "\001lp\n",
    "\026\003\001\000",
    "SSH-2.0-x\r\n",
    "PROXY TCP4 ",
    "\r\n\r\n\000\r\nQUIT\n!",
    "GET / HTTP/1.1\r\n",
    "OPTIONS sip:nm SIP/2.0\r\n",
    "GET /xx ",
    "\r\n\r\n",
    "a\000b\n"
  };

  @Test
  void firstBytesMeanTheSameHoweverTheyAreCut() {
    String[] nasty = RandomBytesTest.NASTY.split(",");
    Random random = new Random(21);
    for (int i = 0; i < CONNECTIONS; i++) {
      String opening = OPENINGS[random.nextInt(OPENINGS.length)];
      boolean isWhole = random.nextInt(3) > 0;
      StringBuilder text = new StringBuilder(opening);
      text.setLength(isWhole ? opening.length() : random.nextInt(opening.length()));
      for (int n = random.nextInt(9); n > 0; n--) {
        text.append(random.nextBoolean() ? "x" : nasty[random.nextInt(nasty.length)]);
      }
      byte[] sent = text.toString().getBytes(ISO_8859_1);
      int maxBytes = LIMITS[i % LIMITS.length];
      int[] everywhere = IntStream.range(1, Math.max(1, sent.length)).toArray();
      assertEquals(
          Feed.decode(maxBytes, sent), Feed.decode(maxBytes, sent, everywhere), "connection " + i);
    }
  }
}
