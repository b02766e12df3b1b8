package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GatherPauseTest {
  private final GatherPause pause = new GatherPause();

  private void assertPauses(int bytes, long... millis) {
    for (long expected : millis) {
      assertEquals(TimeUnit.MILLISECONDS.toNanos(expected), pause.after(bytes, false));
    }
  }

  @Test
  void itDoublesWithEachSmallReadUpToWhatNobodyNotices() {
    assertPauses(1, 1, 2, 4, 8, 16, 32, 64, 64, 64);
  }

  @Test
  void theEndOfALineIsNotWaitedBehind() {
    assertPauses(63, 1, 2, 4);
    assertEquals(0, pause.after(1, true));
    assertPauses(1, 1, 2);
  }

  @Test
  void aPasteIsNotHeldUp() {
    assertPauses(64, 0, 0, 0);
    assertPauses(16 * 1024, 0);
    assertPauses(1, 1, 2);
    assertPauses(64, 0);
    assertPauses(1, 4);
  }
}
