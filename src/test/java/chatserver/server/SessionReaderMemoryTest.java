package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a reader holds of the memory for input. */
class SessionReaderMemoryTest extends SessionReaderFixture {
  /** A permit too many makes the one that the reader gives back at its end an error. */
  @Test
  void anErrorBeforeTheLeaveLeavesNothing() throws IOException {
    services.inputMemory().longLines.release(Integer.MAX_VALUE - 1);
    whenAsked = this::spoilPermits;
    sendToEnd("x".repeat(5000));
    run();
    assertEquals(NOTHING, whenAsked);
    room.hears();
    assertNothingIsLeft();
  }

  private void spoilPermits() {
    if (services.inputMemory().longLines.availablePermits() < Integer.MAX_VALUE) {
      whenAsked = NOTHING;
      services.inputMemory().longLines.release();
    }
  }

  @Test
  void aLongLineHoldsAPermitUntilItsEnd() throws IOException {
    List<Integer> permits = new ArrayList<>();
    whenAsked = () -> endLongLine(permits);
    send("x".repeat(5000));
    run();
    assertEquals(life("x".repeat(5000), "short"), room.hears());
    assertEquals(List.of(0, 1), permits, "in the long line, and behind it");
    assertNothingIsLeft();
  }

  /** As soon as there is no permit any more the line ends, and then the input. */
  private void endLongLine(List<Integer> permits) {
    int left = services.inputMemory().longLines.availablePermits();
    try {
      if (!permits.isEmpty()) {
        whenAsked = NOTHING;
        permits.add(left);
        sockets.client().shutdownOutput();
      } else if (left == 0) {
        permits.add(left);
        send("\nshort\n");
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void allMemoryForInputIsGivenBackAtTheEnd() throws IOException {
    sendToEnd("x".repeat(7000));
    run();
    assertEquals(1, services.inputMemory().longLines.availablePermits());
  }
}
