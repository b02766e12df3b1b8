package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GatherPauseTest {
  private final AtomicInteger gathering = new AtomicInteger();
  private final List<Long> pauses = new ArrayList<>();
  private final GatherPause pause = new GatherPause(gathering, this::pause);

  private void pause(long nanos) {
    pauses.add(TimeUnit.NANOSECONDS.toMillis(nanos));
  }

  private void assertPauses(int bytes, long... millis) {
    pauses.clear();
    for (int i = 0; i < millis.length; i++) {
      pause.await(bytes, false);
    }
    assertEquals(LongStream.of(millis).boxed().toList(), pauses);
  }

  private void assertNoPause(int bytes, boolean endedLine) {
    pauses.clear();
    pause.await(bytes, endedLine);
    assertEquals(List.of(), pauses);
  }

  @Test
  void itDoublesWithEachSmallReadUpToWhatNobodyNotices() {
    assertPauses(1, 1, 2, 4, 8, 16, 32, 64, 64, 64);
  }

  @Test
  void theEndOfALineIsNotWaitedBehind() {
    assertPauses(63, 1, 2, 4);
    assertNoPause(1, true);
    assertPauses(1, 1, 2);
  }

  @Test
  void aPasteIsNotHeldUp() {
    assertNoPause(64, false);
    assertNoPause(16 * 1024, false);
    assertPauses(1, 1, 2);
    assertNoPause(64, false);
    assertPauses(1, 4);
  }

  @Test
  void allThatGatherReadNoMoreOftenThanTheServerBears() {
    gathering.set(2 * GatherPause.MAX_READS - 1);
    assertPauses(1, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2000, 2000);
    gathering.set(GatherPause.MAX_READS - 1);
    assertPauses(1, 2000, 1000);
    gathering.set(0);
    assertPauses(1, 1000, 64);
  }

  @Test
  void onlyReadersThatWaitAreCounted() {
    GatherPause other = new GatherPause(gathering, nanos -> assertEquals(1, gathering.get()));
    other.await(1, false);
    assertEquals(0, gathering.get());
    GatherPause failing =
        new GatherPause(
            gathering,
            nanos -> {
              throw new IllegalStateException();
            });
    assertThrows(IllegalStateException.class, () -> failing.await(1, false));
    assertEquals(0, gathering.get());
  }
}
