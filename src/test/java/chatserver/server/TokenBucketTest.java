package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.room.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {
  private final ManualClock clock = new ManualClock();

  private static Duration take(TokenBucket bucket) {
    return Duration.ofNanos(bucket.take());
  }

  private static void useUp(TokenBucket bucket, int lines) {
    for (int i = 0; i < lines; i++) {
      assertEquals(Duration.ZERO, take(bucket), "line " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1000})
  void tenSecondsWorthIsFreeAndThenEachLineWaits(int rate) {
    TokenBucket bucket = new TokenBucket(rate, clock);
    useUp(bucket, 10 * rate);
    assertEquals(Duration.ofSeconds(1).dividedBy(rate), take(bucket));
    assertEquals(Duration.ofSeconds(2).dividedBy(rate), take(bucket));
  }

  @Test
  void aSenderThatWaitsAsToldSendsAsManyASecondAsIsAllowed() {
    TokenBucket bucket = new TokenBucket(100, clock);
    useUp(bucket, 1000);
    long start = clock.getAsLong();
    for (int i = 0; i < 500; i++) {
      clock.advance(take(bucket));
    }
    assertEquals(Duration.ofSeconds(5), Duration.ofNanos(clock.getAsLong() - start));
  }

  @Test
  void quietSecondsAreSavedUp() {
    TokenBucket bucket = new TokenBucket(100, clock);
    useUp(bucket, 1000);
    clock.advance(Duration.ofSeconds(3));
    useUp(bucket, 300);
    assertTrue(take(bucket).compareTo(Duration.ZERO) > 0);
  }

  @Test
  void noMoreThanTenSecondsAreSavedUp() {
    TokenBucket bucket = new TokenBucket(100, clock);
    clock.advance(Duration.ofDays(1));
    useUp(bucket, 1000);
    assertTrue(take(bucket).compareTo(Duration.ZERO) > 0);
  }

  @Test
  void zeroMeansAnyNumber() {
    useUp(new TokenBucket(0, clock), 100_000);
  }
}
