package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostTest {
  @ParameterizedTest(name = "{1} bytes behind {0}: {2}")
  @CsvSource({"0, 0, 0", "0, 511, 0", "0, 512, 1", "511, 512, 1", "512, 1023, 0", "500, 2100, 4"})
  void whatIsThrownAwayCostsOneForEach512BytesOfAllOfIt(long paid, long bytes, int tokens) {
    assertEquals(tokens, Cost.ofDiscarded(paid, bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 1",
    "511, 1",
    "512, 1",
    "513, 2",
    "1024, 2",
    "1025, 3",
    "2048, 4",
    "1048576, 2048",
  })
  void aLineCostsOneForEach512BytesBegun(int bytes, int tokens) {
    assertEquals(tokens, Cost.ofLine(bytes, 0));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "12, 1", "2048, 1", "2049, 2", "4096, 2", "4097, 3", "500000, 245"})
  void anAnswerCostsOneForEach2048BytesBegun(int bytes, int tokens) {
    assertEquals(tokens, Cost.ofAnswer(bytes));
  }

  @ParameterizedTest
  @CsvSource({"60, 0, 1", "60, 2, 1", "60, 4, 4", "2000, 0, 4", "2000, 1, 8", "2000, 4, 64"})
  void inALoudRoomItCostsMore(int bytes, int doublings, int tokens) {
    assertEquals(tokens, Cost.ofLine(bytes, doublings));
  }
}
