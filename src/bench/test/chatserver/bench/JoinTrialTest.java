package chatserver.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JoinTrialTest {
  @Test
  void countsTheLinesThatALoopCounts() {
    byte[] bytes = new byte[1_000];
    Random random = new Random(1);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextBoolean() ? '\n' : random.nextInt());
    }
    for (int from = 0; from < 20; from++) {
      long expected = IntStream.range(from, bytes.length).filter(i -> bytes[i] == '\n').count();
      assertEquals(expected, JoinTrial.countLines(ByteBuffer.wrap(bytes).position(from)));
    }
  }
}
