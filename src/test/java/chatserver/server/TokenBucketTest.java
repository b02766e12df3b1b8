package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.room.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {
  private final ManualClock clock = new ManualClock();

  private TokenBucket bucket(int linesPerSecond) {
    return new TokenBucket(linesPerSecond, Duration.ofSeconds(1), Duration.ofSeconds(10), clock);
  }

  private static Duration take(TokenBucket bucket) {
    return Duration.ofNanos(bucket.take(1));
  }

  private static void useUp(TokenBucket bucket, int lines) {
    for (int i = 0; i < lines; i++) {
      assertEquals(Duration.ZERO, take(bucket), "line " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1000})
  void tenSecondsWorthIsFreeAndThenEachLineWaits(int rate) {
    TokenBucket bucket = bucket(rate);
    useUp(bucket, 10 * rate);
    assertEquals(Duration.ofSeconds(1).dividedBy(rate), take(bucket));
    assertEquals(Duration.ofSeconds(2).dividedBy(rate), take(bucket));
  }

  @Test
  void aSenderThatWaitsAsToldSendsAsManyASecondAsIsAllowed() {
    TokenBucket bucket = bucket(100);
    useUp(bucket, 1000);
    long start = clock.getAsLong();
    for (int i = 0; i < 500; i++) {
      clock.advance(take(bucket));
    }
    assertEquals(Duration.ofSeconds(5), Duration.ofNanos(clock.getAsLong() - start));
  }

  @Test
  void quietSecondsAreSavedUp() {
    TokenBucket bucket = bucket(100);
    useUp(bucket, 1000);
    clock.advance(Duration.ofSeconds(3));
    useUp(bucket, 300);
    assertTrue(take(bucket).compareTo(Duration.ZERO) > 0);
  }

  @Test
  void noMoreThanTenSecondsAreSavedUp() {
    TokenBucket bucket = bucket(100);
    clock.advance(Duration.ofDays(1));
    useUp(bucket, 1000);
    assertTrue(take(bucket).compareTo(Duration.ZERO) > 0);
  }

  @Test
  void moreTokensThanThereAreHaveToBeWaitedFor() {
    TokenBucket bucket = bucket(10);
    assertEquals(0, bucket.take(100));
    assertEquals(Duration.ofSeconds(25), Duration.ofNanos(bucket.take(250)));
    assertEquals(Duration.ofMillis(25_100), take(bucket));
  }

  @Test
  void aTokenThatIsNotThereIsNotTaken() {
    TokenBucket bucket = new TokenBucket(2, Duration.ofMinutes(1), Duration.ofMinutes(1), clock);
    assertTrue(bucket.isFull());
    assertTrue(bucket.tryTake());
    assertTrue(bucket.tryTake());
    clock.advance(Duration.ofSeconds(29));
    assertFalse(bucket.tryTake());
    assertFalse(bucket.tryTake());
    clock.advance(Duration.ofSeconds(1));
    assertTrue(bucket.tryTake());
    clock.advance(Duration.ofSeconds(59));
    assertFalse(bucket.isFull());
    clock.advance(Duration.ofSeconds(1));
    assertTrue(bucket.isFull());
  }

  @Test
  void zeroMeansAnyNumber() {
    useUp(bucket(0), 100_000);
  }
}
