package chatserver.room;

import static chatserver.room.Guest.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutboxTest {
  /** As many private bytes as may wait before no more are offered. */
  private static final int MANY = 64 * 1024;

  private final SlabPool pool = new SlabPool(Long.MAX_VALUE);
  private final SlabLog publicLog = SlabLog.ofPublicLines(pool);
  private final SlabLog privateLog = SlabLog.ofPrivateLines(pool);
  private final Semaphore signals = new Semaphore(0); // private bytes may be offered again
  private final Outbox outbox = outbox(signals::release);

  private static Outbox outbox(Runnable privateBytesWritten) {
    return new Outbox(new ManualClock(), privateBytesWritten);
  }

  private void offer(String lines) {
    offer(outbox, publicLog, text(lines));
  }

  private void offerPrivately(String lines) {
    offer(outbox, privateLog, text(lines));
  }

  private static void offer(Outbox outbox, SlabLog log, byte[] bytes) {
    Stretches stretches = new Stretches();
    log.append(bytes, stretches);
    outbox.offer(stretches, 0);
    stretches.clear();
  }

  private static String written(Stretches taken) {
    return new Sink().takeAll(taken).text();
  }

  @Test
  void allThatWaitsIsTakenAtOnceAndInOrder() {
    offer("one ");
    offerPrivately("(two) ");
    offer("three ");
    assertEquals("one (two) three ", written(outbox.next(0)));
    offer("four");
    assertEquals("four", written(outbox.next(0)));
  }

  @Test
  void whatIsLeftOfTheLastCallComesBeforeWhatHasComeSince() {
    offer("0123456789");
    outbox.next(0);
    offer("abc");
    Stretches left = outbox.next(4);
    assertEquals(6, left.bytes());
    left = outbox.next(5);
    assertEquals(1, left.bytes());
    assertEquals("abc", written(outbox.next(1)));
  }

  @Test
  void anOfferCanLeaveOutWhatCameBefore() {
    Stretches stretches = new Stretches();
    publicLog.append(text("before, after"), stretches);
    outbox.offer(stretches, 8);
    assertEquals("after", written(outbox.next(0)));
  }

  @Test
  void aWriterThatWaitsForSoLongAtMostGetsNothingOrWhatThereIs() {
    assertTrue(outbox.next(0, 1).isEmpty());
    offer("one");
    assertEquals("one", written(outbox.next(0, Long.MAX_VALUE)));
    assertTrue(outbox.next(0, 1).isEmpty(), "it was taken");
    outbox.close();
    assertNull(outbox.next(0, Long.MAX_VALUE));
  }

  /** What a waiting writer is woken by, and whether it gets something then. */
  enum WakeUp {
    PUBLIC_OFFER(test -> test.offer("text"), "text"),
    PRIVATE_OFFER(test -> test.offerPrivately("text"), "text"),
    CLOSE(test -> test.outbox.close(), null),
    DISCARD(test -> test.outbox.discard(), null);

    private final Consumer<OutboxTest> action;
    private final String result;

    WakeUp(Consumer<OutboxTest> action, String result) {
      this.action = action;
      this.result = result;
    }
  }

  /**
   * The writer says that private bytes are written under the same lock under which it says that it
   * waits: a thread that has got the signal, and then the lock, meets a waiting writer.
   */
  @ParameterizedTest
  @EnumSource
  void aWriterThatWaitsIsWoken(WakeUp wakeUp) throws InterruptedException {
    offerPrivately("x".repeat(MANY + 1));
    Stretches first = outbox.next(0);
    Task<Stretches> writer = Task.start(() -> outbox.next(first.bytes()));
    expectWoken(writer, wakeUp);
  }

  @ParameterizedTest
  @EnumSource
  void aWriterThatWaitsForSoLongAtMostIsWokenAsWell(WakeUp wakeUp) throws InterruptedException {
    offerPrivately("x".repeat(MANY + 1));
    Stretches first = outbox.next(0);
    long forEver = Long.MAX_VALUE;
    Task<Stretches> writer = Task.start(() -> outbox.next(first.bytes(), forEver));
    expectWoken(writer, wakeUp);
  }

  private void expectWoken(Task<Stretches> writer, WakeUp wakeUp) throws InterruptedException {
    signals.acquire();
    wakeUp.action.accept(this);
    Stretches next = writer.result();
    assertEquals(wakeUp.result, next == null ? null : written(next));
  }

  @Test
  void whatWaitsAtTheCloseIsStillDeliveredButNothingMore() {
    offer("one ");
    offerPrivately("two");
    outbox.close();
    outbox.close();
    offer("three");
    offerPrivately("three");
    Stretches last = outbox.next(0);
    assertEquals(7, last.bytes());
    assertEquals("one two", written(last));
    assertNull(outbox.next(0));
    assertNull(outbox.next(0));
  }

  @Test
  void whatWaitsAtADiscardIsDropped() {
    offer("x".repeat(Slab.BYTES) + "y");
    assertEquals(3 * Slab.BYTES, pool.retainedBytes());
    outbox.discard();
    outbox.discard();
    assertEquals(2 * Slab.BYTES, pool.retainedBytes(), "the two that are being filled");
    assertEquals(0, outbox.backlog());
    offer("two");
    offerPrivately("three");
    assertNull(outbox.next(0));
  }

  @Test
  void aDiscardBehindACloseDropsWhatIsLeft() {
    offer("one");
    outbox.close();
    outbox.discard();
    assertNull(outbox.next(0));
  }

  /** The writer may be in the middle of a write. */
  @Test
  void aDiscardLeavesAloneWhatIsBeingWritten() {
    offer("one");
    Stretches taken = outbox.next(0);
    outbox.discard();
    assertEquals("one", written(taken));
    assertNull(outbox.next(0));
  }

  @Test
  void aWriterThatEndsReleasesWhatWaitsAndWhatItHasTaken() {
    offer("x".repeat(Slab.BYTES));
    offerPrivately("x".repeat(MANY + 1));
    outbox.next(0);
    offer("x".repeat(Slab.BYTES) + "y");
    assertEquals(4 * Slab.BYTES, pool.retainedBytes());
    assertEquals(2 * Slab.BYTES + MANY + 2, outbox.waitingBytes());
    outbox.end();
    assertEquals(0, outbox.waitingBytes());
    assertEquals(2 * Slab.BYTES, pool.retainedBytes(), "the two that are being filled");
    assertEquals(0, outbox.backlog(), "or the room would wait for it");
    assertFalse(outbox.isFull());
    offer("more");
    assertNull(outbox.next(0));
  }

  /**
   * Its reader may wait for that, and has still to say what came in before the connection broke.
   */
  @Test
  void aWriterThatEndsLetsAReaderGoOnThatWaitsForIt() {
    offerPrivately("x".repeat(MANY + 1));
    outbox.next(0);
    outbox.end();
    assertEquals(1, signals.availablePermits());
  }

  @Test
  void theBacklogIsThePublicBytesThatTheClientHasNotTaken() {
    assertEquals(0, outbox.backlog());
    offer("0123456789");
    offerPrivately("not this");
    assertEquals(10, outbox.backlog());
    outbox.next(0);
    assertEquals(10, outbox.backlog(), "what is being written counts");
    offer("012");
    assertEquals(13, outbox.backlog());
    outbox.next(9);
    assertEquals(4, outbox.backlog());
    outbox.next(1 + "not this".length());
    assertEquals(3, outbox.backlog());
  }

  @Test
  void theBytesTakenArePublicOnesThatWereWritten() {
    offer("0123456789");
    offerPrivately("not this");
    assertEquals(0, outbox.takenBytes());
    outbox.next(0);
    assertEquals(0, outbox.takenBytes());
    outbox.next(4);
    assertEquals(4, outbox.takenBytes());
    offer("012");
    outbox.next(6 + "not this".length());
    assertEquals(10, outbox.takenBytes());
    assertEquals(3, outbox.waitingBytes());
  }

  @Test
  void itIsFullPastSoManyPrivateBytesWhetherTheyAreBeingWrittenOrNot() {
    offer("x".repeat(2 * MANY));
    offerPrivately("x".repeat(MANY));
    assertFalse(outbox.isFull());
    offerPrivately("y");
    assertTrue(outbox.isFull());
    outbox.next(0);
    assertTrue(outbox.isFull());
    outbox.next(2 * MANY);
    assertTrue(outbox.isFull());
    assertEquals(0, signals.availablePermits());
    outbox.next(1);
    assertFalse(outbox.isFull());
    assertEquals(1, signals.availablePermits(), "private bytes may be offered again");
    offer("z");
    outbox.next(MANY);
    assertEquals(1, signals.availablePermits(), "they might all the time");
  }

  @Test
  void itKnowsWhichSlabsItHolds() {
    Slab waiting = pool.take(true);
    Slab taken = pool.take(true);
    Slab other = pool.take(true);
    Stretches stretches = new Stretches();
    stretches.add(taken, 0, 1);
    outbox.offer(stretches, 0);
    outbox.next(0);
    stretches.clear();
    stretches.add(waiting, 0, 1);
    outbox.offer(stretches, 0);
    assertTrue(outbox.refersToAny(Set.of(waiting, other)));
    assertTrue(outbox.refersToAny(Set.of(taken, other)));
    assertFalse(outbox.refersToAny(Set.of(other)));
  }

  /** Two outboxes, each answered by the other: a lost wake-up would end it for good. */
  @Test
  void noWakeUpIsLost() {
    int rounds = 10_000;
    Outbox there = outbox(() -> {});
    Outbox back = outbox(() -> {});
    SlabLog answers = SlabLog.ofPublicLines(new SlabPool(Long.MAX_VALUE));
    Task<Void> echo =
        Task.start(
            () -> {
              for (Stretches next = there.next(0); next != null; next = there.next(0)) {
                offer(back, answers, text(written(next)));
              }
              back.close();
            });
    for (int i = 0; i < rounds; i++) {
      offer(there, publicLog, text("" + i));
      assertEquals("" + i, written(back.next(0)));
    }
    there.close();
    echo.result();
    assertNull(back.next(0));
  }
}
