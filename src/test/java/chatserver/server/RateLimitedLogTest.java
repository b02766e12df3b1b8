package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chatserver.room.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {
  private final ManualClock clock = new ManualClock();
  private final RecordingLog log = new RecordingLog();
  private final RateLimitedLog limited = new RateLimitedLog(log, clock);

  @Test
  void theFirstWarningIsSaidAtOnce() {
    limited.warn("no more threads");
    assertEquals(List.of("WARN no more threads"), log.lines());
  }

  @Test
  void thereIsOneWarningASecondAndItTellsHowManyThereWere() {
    for (int i = 0; i < 1000; i++) {
      limited.warn("no more threads"); // takes a millisecond each
      clock.advance(Duration.ofMillis(1));
    }
    assertEquals(List.of("WARN no more threads"), log.lines());
    limited.warn("no more memory");
    assertEquals(List.of("WARN no more memory (and 999 more like it)"), log.lines());
    clock.advance(Duration.ofMillis(999));
    limited.warn("still none");
    assertEquals(List.of(), log.lines());
    clock.advance(Duration.ofMillis(1));
    limited.warn("still none");
    assertEquals(List.of("WARN still none (and 1 more like it)"), log.lines());
  }

  @Test
  void whatComesNowAndThenIsAllSaid() {
    for (int i = 0; i < 5; i++) {
      limited.warn("number " + i);
      assertEquals(List.of("WARN number " + i), log.lines());
      clock.advance(Duration.ofSeconds(1));
    }
  }

  @Test
  void bracesInAWarningAreNoPlaceholders() {
    limited.warn("refused {}");
    limited.warn("refused {}");
    clock.advance(Duration.ofSeconds(1));
    limited.warn("refused {}");
    assertEquals(List.of("WARN refused {}", "WARN refused {} (and 1 more like it)"), log.lines());
  }
}
