package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GateTest {
  /** Longer than a task is waited for. */
  private static final Duration LONG = Duration.ofMinutes(2);

  private final Gate gate = new Gate();

  @Test
  void manyAreInsideAtOnce() {
    long first = gate.enter();
    long second = gate.enter();
    assertNotEquals(0, first);
    assertNotEquals(0, second);
    gate.leave(first);
    gate.leave(second);
  }

  @Test
  void nobodyComesInOnceItIsClosed() {
    gate.close(LONG);
    assertEquals(0, gate.enter());
    assertEquals(0, gate.enter());
  }

  @Test
  void closingWaitsForThoseWhoAreInsideAndLetsNobodyInMeanwhile() {
    long inside = gate.enter();
    Task<Void> closing = Task.start(() -> gate.close(LONG)).awaitTimedWaiting();
    assertEquals(0, gate.enter());
    assertFalse(closing.isDone());
    gate.leave(inside);
    closing.result();
    assertEquals(0, gate.enter());
  }

  @Test
  void closingDoesNotWaitForEver() {
    gate.enter();
    gate.close(Duration.ofMillis(1));
    assertEquals(0, gate.enter());
  }

  @Test
  void anInterruptEndsTheWaitAndIsNotSwallowed() {
    gate.enter();
    Thread.currentThread().interrupt();
    gate.close(LONG);
    assertTrue(Thread.interrupted());
    assertEquals(0, gate.enter());
  }

  /** However they come and go, nobody is inside once the gate is closed. */
  @Test
  void nobodyIsInsideOnceItIsClosed() {
    for (int round = 0; round < 200; round++) {
      Gate busy = new Gate();
      AtomicInteger inside = new AtomicInteger();
      AtomicBoolean closed = new AtomicBoolean();
      List<Task<Boolean>> readers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        readers.add(
            Task.start(
                () -> {
                  boolean wasLate = false;
                  for (long stamp = busy.enter(); stamp != 0; stamp = busy.enter()) {
                    inside.incrementAndGet();
                    wasLate |= closed.get();
                    inside.decrementAndGet();
                    busy.leave(stamp);
                  }
                  return wasLate;
                }));
      }
      busy.close(LONG);
      assertEquals(0, inside.get());
      closed.set(true);
      for (Task<Boolean> reader : readers) {
        assertFalse(reader.result());
      }
    }
  }
}
