package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.room.ManualClock;
import java.time.Duration;
import java.util.Random;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningClockTest {
  private final ManualClock nanoTime = new ManualClock();
  private final RunningClock clock = new RunningClock(nanoTime);
  private final long start = clock.getAsLong();

  private Duration time() {
    return Duration.ofNanos(clock.getAsLong() - start);
  }

  private void run(int ticks) {
    for (int i = 0; i < ticks; i++) {
      nanoTime.advance(RunningClock.TICK);
      clock.tick();
    }
  }

  @Test
  void itGoesOnWithTheTimeWhileItTicks() {
    for (int i = 1; i <= 14_400; i++) {
      nanoTime.advance(RunningClock.TICK.dividedBy(2));
      assertEquals(RunningClock.TICK.multipliedBy(i).dividedBy(2), time());
      if (i % 2 == 0) {
        clock.tick();
      }
    }
  }

  @Test
  void aTickThatComesALittleLateMakesNoDifference() {
    run(4);
    nanoTime.advance(RunningClock.LONGEST_STEP);
    assertEquals(Duration.ofSeconds(2), time());
    clock.tick();
    assertEquals(Duration.ofSeconds(2), time());
  }

  @Test
  void itStandsStillWhereNoTickComes() {
    run(4);
    nanoTime.advance(Duration.ofSeconds(1).plusNanos(1));
    assertEquals(Duration.ofSeconds(2), time());
    nanoTime.advance(Duration.ofDays(300));
    assertEquals(Duration.ofSeconds(2), time());
  }

  @Test
  void itGoesOnBehindAGapWithTheNextTick() {
    run(4);
    nanoTime.advance(Duration.ofHours(8));
    clock.tick();
    assertEquals(Duration.ofSeconds(2), time());
    run(4);
    assertEquals(Duration.ofSeconds(3), time());
  }

  @Test
  void itNeverGoesBackAndNeverAheadOfTheTime() {
    Random random = new Random(1);
    Duration last = Duration.ZERO;
    Duration passed = Duration.ZERO;
    for (int i = 0; i < 10_000; i++) {
      Duration step = Duration.ofMillis(random.nextInt(2500));
      nanoTime.advance(step);
      passed = passed.plus(step);
      if (random.nextBoolean()) {
        clock.tick();
      }
      Duration now = time();
      assertTrue(now.compareTo(last) >= 0, now + " behind " + last);
      assertTrue(now.compareTo(passed) <= 0, now + " after " + passed);
      last = now;
    }
  }

  /** Between the two looks of one read others may tick, and the process may stand still. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aReadThatTicksOvertakeIsNeitherBackNorAhead(boolean isTimeOld) {
    Runnable[] meanwhile = {() -> {}};
    LongSupplier slow =
        () -> {
          long before = nanoTime.getAsLong();
          Runnable once = meanwhile[0];
          meanwhile[0] = () -> {};
          once.run();
          return isTimeOld ? before : nanoTime.getAsLong();
        };
    RunningClock overtaken = new RunningClock(slow);
    long first = overtaken.getAsLong();
    nanoTime.advance(Duration.ofMillis(900));
    long before = overtaken.getAsLong();
    assertEquals(Duration.ofMillis(900).toNanos(), before - first);
    meanwhile[0] =
        () -> {
          nanoTime.advance(Duration.ofSeconds(10));
          overtaken.tick();
          nanoTime.advance(Duration.ofMillis(100));
        };
    long during = overtaken.getAsLong();
    long after = overtaken.getAsLong();
    assertTrue(during - before >= 0);
    assertTrue(after - during >= 0);
    assertEquals(Duration.ofMillis(1100).toNanos(), after - first);
  }
}
