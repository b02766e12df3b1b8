package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.room.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
  private final ManualClock clock = new ManualClock();

  private static Duration charge(RateLimit rate) {
    return Duration.ofNanos(rate.charge());
  }

  private static void useUp(RateLimit rate, int lines) {
    for (int i = 0; i < lines; i++) {
      assertEquals(Duration.ZERO, charge(rate), "line " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1000})
  void tenSecondsWorthIsFreeAndThenEachLineWaits(int rate) {
    RateLimit limit = new RateLimit(rate, clock);
    useUp(limit, 10 * rate);
    assertEquals(Duration.ofSeconds(1).dividedBy(rate), charge(limit));
    assertEquals(Duration.ofSeconds(2).dividedBy(rate), charge(limit));
  }

  @Test
  void whoWaitsAsToldSendsAsManyASecondAsIsAllowed() {
    RateLimit limit = new RateLimit(100, clock);
    useUp(limit, 1000);
    long start = clock.getAsLong();
    for (int i = 0; i < 500; i++) {
      clock.advance(charge(limit));
    }
    assertEquals(Duration.ofSeconds(5), Duration.ofNanos(clock.getAsLong() - start));
  }

  @Test
  void quietSecondsAreSavedUp() {
    RateLimit limit = new RateLimit(100, clock);
    useUp(limit, 1000);
    clock.advance(Duration.ofSeconds(3));
    useUp(limit, 300);
    assertTrue(charge(limit).compareTo(Duration.ZERO) > 0);
  }

  @Test
  void noMoreThanTenSecondsAreSavedUp() {
    RateLimit limit = new RateLimit(100, clock);
    clock.advance(Duration.ofDays(1));
    useUp(limit, 1000);
    assertTrue(charge(limit).compareTo(Duration.ZERO) > 0);
  }

  @Test
  void zeroMeansAnyNumber() {
    useUp(new RateLimit(0, clock), 100_000);
  }
}
