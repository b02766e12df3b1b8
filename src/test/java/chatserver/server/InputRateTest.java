package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chatserver.room.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ten tokens a second, and a burst of a hundred; at most 2048 bytes in a line. */
class InputRateTest {
  private static final int BURST = 100;
  private static final long TOKEN = Duration.ofMillis(100).toNanos();

  @RegisterExtension final TestRoom room = new TestRoom();

  private final ManualClock clock = new ManualClock();
  private InputRate rate;

  @BeforeEach
  void fill() {
    rate = new InputRate(new ServerConfig.Builder().build(), room.broadcaster().load(), clock);
  }

  private void spendBurst() {
    rate.owe(BURST);
  }

  @Test
  void whatIsWithinTheBurstIsFree() {
    for (int i = 0; i < BURST; i++) {
      assertEquals(0, rate.chargeLine(64));
    }
    assertEquals(TOKEN, rate.chargeLine(64));
  }

  @Test
  void aLongLineCostsMore() {
    spendBurst();
    assertEquals(4 * TOKEN, rate.chargeLine(2048));
  }

  /** However many lines it makes: none of it is forgiven. */
  @Test
  void whatIsThrownAwayOfLinesThatAreTooLongIsPaidByItsBytes() {
    spendBurst();
    long due = 0;
    for (int line = 1; line <= 20; line++) {
      due = rate.chargeLine(2048);
      due = Math.max(due, rate.chargeDiscarded(line * (6000 - 2048)));
    }
    assertEquals((20 * 4 + 20 * (6000 - 2048) / 512) * TOKEN, due);
  }

  @Test
  void whatBringsNoLineIsPaidByItsBytes() {
    spendBurst();
    assertEquals(0, rate.chargeBytes(2049));
    assertEquals(4 * TOKEN, rate.chargeBytes(1));
    assertEquals(0, rate.chargeBytes(2047));
    rate.chargeLine(1);
    assertEquals(0, rate.chargeBytes(2049), "that was paid with its line");
  }

  @Test
  void whatIsOwedIsPaidWithTheNextLine() {
    spendBurst();
    rate.owe(10);
    assertEquals(11 * TOKEN, rate.chargeLine(1));
  }
}
