package chatserver.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteCountTest {
  @Test
  void countsWhatALoopCounts() {
    byte[] bytes = new byte[1_000];
    new Random(1).nextBytes(bytes);
    for (int from = 0; from < 20; from++) {
      for (byte wanted : new byte[] {0, 1, '\n', '~', 127, -128, -1}) {
        int expected = 0;
        for (int i = from; i < bytes.length; i++) {
          expected += bytes[i] == wanted ? 1 : 0;
        }
        assertEquals(expected, ByteCount.of(wanted, ByteBuffer.wrap(bytes).position(from)));
      }
    }
  }

  @Test
  void countsEightInARow() {
    byte[] bytes = "\n\n\n\n\n\n\n\n\u000b\n".getBytes(US_ASCII);
    assertEquals(9, ByteCount.of((byte) '\n', ByteBuffer.wrap(bytes)));
  }
}
