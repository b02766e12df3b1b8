package chatserver.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventPermitTest {
  private static final RoomEvent EVENT = new RoomEvent.ShutdownBegan();

  /** As often as a reader asks whether too many answers wait before it says that it waits. */
  private static final int LOOKS_BEFORE_IT_WAITS = 3;

  private final AtomicBoolean isFull = new AtomicBoolean();
  private final Semaphore looks = new Semaphore(0);
  private final EventPermit permit = new EventPermit(this::isFull);

  private boolean isFull() {
    boolean is = isFull.get(); // first: what changes behind the look is seen by a signal only
    looks.release();
    return is;
  }

  /** A reader that asks while too many answers wait, once it needs a signal to go on. */
  private Task<Boolean> readerThatWaits() throws InterruptedException {
    permit.release(EVENT);
    isFull.set(true);
    Task<Boolean> reader = Task.start(() -> permit.acquireToAsk(EVENT));
    looks.acquire(LOOKS_BEFORE_IT_WAITS);
    return reader;
  }

  @Test
  void theJoinIsAppliedFirst() {
    AtomicBoolean applied = new AtomicBoolean();
    Task<Boolean> reader = Task.start(() -> permit.acquire(EVENT) && applied.get());
    applied.set(true);
    permit.release(EVENT);
    assertTrue(reader.result());
  }

  @Test
  void onlyOneEventWaitsToBeApplied() {
    permit.release(EVENT);
    assertTrue(permit.acquire(EVENT));
    AtomicBoolean applied = new AtomicBoolean();
    Task<Boolean> second = Task.start(() -> permit.acquire(EVENT) && applied.get());
    applied.set(true);
    permit.release(EVENT);
    assertTrue(second.result());
  }

  /** The timer submits events, too, and so does the operator. */
  @Test
  void anEventThatIsNotTheReadersFreesNothing() {
    permit.release(EVENT);
    assertTrue(permit.acquire(EVENT));
    permit.release(new RoomEvent.Announced("not of the reader"));
    AtomicBoolean applied = new AtomicBoolean();
    Task<Boolean> second = Task.start(() -> permit.acquire(EVENT) && applied.get());
    applied.set(true);
    permit.release(EVENT);
    assertTrue(second.result());
  }

  @Test
  void toAwaitTakesNoPermit() {
    permit.release(EVENT);
    permit.awaitApplied();
    permit.awaitApplied();
    assertTrue(permit.acquire(EVENT));
  }

  @Test
  void aReaderThatWaitsGoesOnAtASignal() throws InterruptedException {
    Task<Boolean> reader = readerThatWaits();
    isFull.set(false);
    permit.signal();
    assertTrue(reader.result());
  }

  @Test
  void aSignalWhileTooManyAnswersStillWaitLetsNobodyGoOn() throws InterruptedException {
    Task<Boolean> reader = readerThatWaits();
    permit.signal();
    looks.acquire(); // it has looked again
    assertFalse(reader.isDone());
    isFull.set(false);
    permit.signal();
    assertTrue(reader.result());
  }

  /** The event before may be what fills the outbox. */
  @Test
  void answersThatComeWhileAReaderWaitsForItsEventCount() throws InterruptedException {
    Task<Boolean> reader = Task.start(() -> permit.acquireToAsk(EVENT));
    looks.acquire();
    isFull.set(true);
    permit.release(EVENT);
    looks.acquire();
    assertFalse(reader.isDone());
    isFull.set(false);
    permit.signal();
    assertTrue(reader.result());
  }

  @Test
  void aCloseFreesAReaderThatWaitsForItsEvent() {
    Task<Boolean> reader = Task.start(() -> permit.acquire(EVENT));
    permit.close();
    assertFalse(reader.result());
    assertFalse(permit.acquire(EVENT));
    permit.awaitApplied();
  }

  @Test
  void aCloseFreesAReaderThatWaitsForItsAnswers() throws InterruptedException {
    Task<Boolean> reader = readerThatWaits();
    permit.close();
    permit.close();
    assertFalse(reader.result());
    permit.release(EVENT);
    assertFalse(permit.acquireToAsk(EVENT));
  }

  @Test
  void nobodyIsNeededForASignal() {
    permit.signal();
    permit.release(EVENT);
    permit.signal();
    assertTrue(permit.acquire(EVENT));
  }

  /**
   * A reader that submits, and a broadcaster that applies: a lost wake-up would end it for good.
   */
  @Test
  void noWakeUpIsLostBetweenReaderAndBroadcaster() {
    int rounds = 10_000;
    SynchronousQueue<Integer> events = new SynchronousQueue<>();
    AtomicInteger applied = new AtomicInteger();
    permit.release(EVENT);
    Task<Void> reader =
        Task.start(
            () -> {
              for (int i = 0; i < rounds; i++) {
                assertTrue(permit.acquire(EVENT));
                assertEquals(i, applied.get());
                events.put(i);
              }
              permit.awaitApplied();
            });
    Task<Void> broadcaster =
        Task.start(
            () -> {
              for (int i = 0; i < rounds; i++) {
                assertEquals(i, events.take());
                applied.incrementAndGet();
                permit.release(EVENT);
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
    SynchronousQueue<Integer> asked = new SynchronousQueue<>();
    permit.release(EVENT);
    Task<Void> reader =
        Task.start(
            () -> {
              for (int i = 0; i < rounds; i++) {
                isFull.set(true);
                asked.put(i);
                assertTrue(permit.acquireToAsk(EVENT));
                permit.release(EVENT);
              }
            });
    Task<Void> writer =
        Task.start(
            () -> {
              for (int i = 0; i < rounds; i++) {
                assertEquals(i, asked.take());
                isFull.set(false);
                permit.signal();
              }
            });
    writer.result();
    reader.result();
  }
}
