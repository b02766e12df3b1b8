package chatserver.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeftOutTest {
  private final LeftOut leftOut = new LeftOut();

  private int add(String lines) {
    return leftOut.add(ByteBuffer.wrap(lines.replace('|', '\n').getBytes(UTF_8)));
  }

  /** A remark stands for the lines that it tells of, which were counted when they were lost. */
  @ParameterizedTest(name = "{0} and {1}: {2}, of which {3} now")
  @CsvSource({
    "a|b|, c|, 3, 3",
    "a|b, c|, 2, 2",
    "a, b, 0, 0",
    "# 12 lines left out|, a|, 13, 1",
    "a|# 3 lin, es left out|b|, 5, 2",
    "# 1, 2 lines left out|, 12, 0",
    "1# 7|, 2 # 8|, 2, 2",
  })
  void linesAreCountedWhereTheyEnd(String first, String second, int lines, int now) {
    assertEquals(now, add(first) + add(second));
    assertEquals(lines, leftOut.lines());
  }

  @Test
  void itBeginsAnew() {
    add("a|b");
    leftOut.begin(true);
    add("# 7 in a line|c|");
    assertEquals(2, leftOut.lines());
  }
}
