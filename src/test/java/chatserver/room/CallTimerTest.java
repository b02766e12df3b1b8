package chatserver.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallTimerTest {
  private final ManualClock clock = new ManualClock();
  private final CallTimer timer = new CallTimer(clock);

  private Duration told() {
    return Duration.ofNanos(timer.nanos(clock.getAsLong()));
  }

  @Test
  void itTellsHowLongTheCallHasTaken() {
    assertEquals(Duration.ZERO, told());
    timer.begin();
    assertEquals(Duration.ZERO, told());
    clock.advance(Duration.ofSeconds(3));
    assertEquals(Duration.ofSeconds(3), told());
  }

  @Test
  void betweenTwoCallsItTellsNothing() {
    timer.begin();
    clock.advance(Duration.ofSeconds(3));
    timer.end();
    clock.advance(Duration.ofSeconds(3));
    assertEquals(Duration.ZERO, told());
    timer.begin();
    clock.advance(Duration.ofSeconds(1));
    assertEquals(Duration.ofSeconds(1), told());
  }

  @Test
  void whoAskedTheClockBeforeTheCallBeganIsToldNothing() {
    long before = clock.getAsLong();
    clock.advance(Duration.ofSeconds(1));
    timer.begin();
    assertEquals(0, timer.nanos(before));
  }
}
