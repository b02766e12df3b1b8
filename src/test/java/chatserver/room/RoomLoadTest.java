package chatserver.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoomLoadTest {
  private static final int KILOBYTE = 1024;

  private final ManualClock clock = new ManualClock();
  private final RoomLoad load = new RoomLoad(clock);

  @ParameterizedTest(name = "{0} KiB")
  @CsvSource({"0, 0", "255, 0", "257, 1", "511, 1", "513, 2", "769, 3", "1025, 4", "9000, 4"})
  void eachStepDoublesThePriceFourTimesAtMost(int kilobytes, int doublings) {
    load.add(clock.getAsLong(), kilobytes * KILOBYTE);
    assertEquals(doublings, load.doublings());
    assertEquals(doublings == 4, load.isHighest());
  }

  @Test
  void whatPeopleSayDoesNotMakeItDear() {
    for (int second = 0; second < 3600; second++) {
      load.add(clock.getAsLong(), RoomLoad.BYTES_A_SECOND);
      clock.advance(Duration.ofSeconds(1));
      assertEquals(0, load.doublings());
    }
  }

  /** However loud it was, and for however long. */
  @Test
  void itIsForgottenInTwentySeconds() {
    load.add(clock.getAsLong(), 1L << 40);
    clock.advance(Duration.ofSeconds(15));
    assertEquals(1, load.doublings());
    clock.advance(Duration.ofSeconds(5));
    assertEquals(0, load.doublings());
  }

  /** Each sends as much as it has tokens for, and has ten seconds' worth at first. */
  @ParameterizedTest(name = "{0} senders")
  @ValueSource(ints = {1, 100, 300})
  void aCrowdOfSendersNeverGetsFarAheadOfAReaderOf100Kilobytes(int senders) {
    int tokensOfAll = 100 * senders;
    long backlog = 0;
    for (int tenth = 0; tenth < 3000; tenth++) {
      int batch = 64 * KILOBYTE;
      for (int price = 1 << load.doublings(); ; price = 1 << load.doublings()) {
        int cost = batch / 512 * price;
        if (cost > tokensOfAll) {
          break;
        }
        tokensOfAll -= cost;
        load.add(clock.getAsLong(), batch);
        backlog += batch;
      }
      tokensOfAll = Math.min(tokensOfAll + senders, 100 * senders);
      backlog = Math.max(0, backlog - 10_000);
      assertTrue(backlog < 4 << 20, "after " + tenth + " tenths " + backlog + " bytes wait");
      clock.advance(Duration.ofMillis(100));
    }
  }
}
