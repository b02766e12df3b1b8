package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostTest {
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
    assertEquals(tokens, Cost.ofLine(bytes));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "12, 1", "2048, 1", "2049, 2", "4096, 2", "4097, 3", "500000, 245"})
  void anAnswerCostsOneForEach2048BytesBegun(int bytes, int tokens) {
    assertEquals(tokens, Cost.ofAnswer(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "100, 60, 0, 0",
    "100, 60, 2, 0",
    "100, 60, 4, 3",
    "2040, 2000, 0, 0",
    "2040, 2000, 3, 28"
  })
  void inALoudRoomAllThatIsHeardOfALineCountsForMore(
      int heard, int bytes, int doublings, int tokens) {
    assertEquals(tokens, Cost.ofLoudness(heard, bytes, doublings));
  }
}
