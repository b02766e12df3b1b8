package chatserver.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class EventPermitTest {
  private static final BooleanSupplier NEVER_BUSY = () -> false;

  /** As often as a reader asks before it says that it waits. */
  private static final int LOOKS_BEFORE_IT_WAITS = 3;

  private final EventPermit permit = new EventPermit();
  private final AtomicBoolean isBusy = new AtomicBoolean(true);

  /** Waits until {@link #isBusy} is false; the latch is open when a signal is needed. */
  private BooleanSupplier busy(CountDownLatch waits) {
    return () -> {
      boolean is = isBusy.get(); // first: what changes behind the latch is seen by a signal only
      waits.countDown();
      return is;
    };
  }

  private Task<Boolean> readerThatWaits() throws InterruptedException {
    CountDownLatch waits = new CountDownLatch(LOOKS_BEFORE_IT_WAITS);
    Task<Boolean> reader = Task.start(() -> permit.acquire(busy(waits)));
    waits.await();
    return reader;
  }

  @Test
  void theJoinIsAppliedFirst() {
    AtomicBoolean applied = new AtomicBoolean();
    Task<Boolean> reader = Task.start(() -> permit.acquire(NEVER_BUSY) && applied.get());
    applied.set(true);
    permit.release();
    assertTrue(reader.result());
  }

  @Test
  void onlyOneEventWaitsToBeApplied() {
    permit.release();
    assertTrue(permit.acquire(NEVER_BUSY));
    AtomicBoolean applied = new AtomicBoolean();
    Task<Boolean> second = Task.start(() -> permit.acquire(NEVER_BUSY) && applied.get());
    applied.set(true);
    permit.release();
    assertTrue(second.result());
  }

  @Test
  void toAwaitTakesNoPermit() {
    permit.release();
    permit.await(NEVER_BUSY);
    permit.await(NEVER_BUSY);
    assertTrue(permit.acquire(NEVER_BUSY));
  }

  @Test
  void aReaderThatIsBusyGoesOnAtASignal() throws InterruptedException {
    permit.release();
    Task<Boolean> reader = readerThatWaits();
    isBusy.set(false);
    permit.signal();
    assertTrue(reader.result());
  }

  @Test
  void aSignalWhileItIsStillBusyLetsNobodyGoOn() throws InterruptedException {
    permit.release();
    CountDownLatch asked = new CountDownLatch(LOOKS_BEFORE_IT_WAITS + 1);
    CountDownLatch waits = new CountDownLatch(LOOKS_BEFORE_IT_WAITS);
    BooleanSupplier busy = busy(asked);
    Task<Boolean> reader =
        Task.start(
            () ->
                permit.acquire(
                    () -> {
                      boolean is = busy.getAsBoolean();
                      waits.countDown();
                      return is;
                    }));
    waits.await();
    permit.signal();
    asked.await(); // it has looked again
    assertFalse(reader.isDone());
    isBusy.set(false);
    permit.signal();
    assertTrue(reader.result());
  }

  @Test
  void aCloseFreesWhoeverWaitsForItsEvent() {
    Task<Boolean> reader = Task.start(() -> permit.acquire(NEVER_BUSY));
    permit.close();
    assertFalse(reader.result());
    assertFalse(permit.acquire(NEVER_BUSY));
    permit.await(NEVER_BUSY);
  }

  @Test
  void aCloseFreesWhoeverIsBusy() throws InterruptedException {
    permit.release();
    Task<Boolean> reader = readerThatWaits();
    permit.close();
    permit.close();
    assertFalse(reader.result());
    permit.release();
    assertFalse(permit.acquire(() -> true));
  }

  @Test
  void nobodyIsNeededForASignal() {
    permit.signal();
    permit.release();
    permit.signal();
    assertTrue(permit.acquire(NEVER_BUSY));
  }

  /**
   * A reader that submits, and a broadcaster that applies: a lost wake-up would end it for good.
   */
  @Test
  void noWakeUpIsLostBetweenReaderAndBroadcaster() {
    int rounds = 10_000;
    SynchronousQueue<Integer> events = new SynchronousQueue<>();
    AtomicInteger applied = new AtomicInteger();
    permit.release();
    Task<Void> reader =
        Task.start(
            () -> {
              for (int i = 0; i < rounds; i++) {
                assertTrue(permit.acquire(NEVER_BUSY));
                assertEquals(i, applied.get());
                events.put(i);
              }
              permit.await(NEVER_BUSY);
            });
    Task<Void> broadcaster =
        Task.start(
            () -> {
              for (int i = 0; i < rounds; i++) {
                assertEquals(i, events.take());
                applied.incrementAndGet();
                permit.release();
              }
            });
    broadcaster.result();
    reader.result();
    assertEquals(rounds, applied.get());
  }

  /** As between a reader and its own writer, which says when less waits. */
  @Test
  void noSignalIsLost() {
    int rounds = 10_000;
    SynchronousQueue<AtomicBoolean> waits = new SynchronousQueue<>();
    permit.release();
    Task<Void> reader =
        Task.start(
            () -> {
              for (int i = 0; i < rounds; i++) {
                AtomicBoolean full = new AtomicBoolean(true);
                waits.put(full);
                permit.await(full::get);
              }
            });
    Task<Void> writer =
        Task.start(
            () -> {
              for (int i = 0; i < rounds; i++) {
                waits.take().set(false);
                permit.signal();
              }
            });
    writer.result();
    reader.result();
  }
}
