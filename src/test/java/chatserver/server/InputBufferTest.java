package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class InputBufferTest {
  private static final int SMALL = InputMemory.SMALL_BUFFER;

  /** One long line fits. */
  private final InputMemory memory = new InputMemory(0, InputMemory.SHORT_LINE);

  private final InputBuffer buffer = new InputBuffer(memory);
  private final InputBuffer other = new InputBuffer(memory);

  private List<ByteBuffer> borrowAll() {
    List<ByteBuffer> borrowed = new ArrayList<>();
    for (ByteBuffer next = memory.borrowBuffer(); next != null; next = memory.borrowBuffer()) {
      borrowed.add(next);
    }
    return borrowed;
  }

  @Test
  void aReadThatFillsItMakesItLarge() {
    assertEquals(SMALL, buffer.bytes().capacity());
    buffer.adaptTo(SMALL - 1);
    assertEquals(SMALL, buffer.bytes().capacity());
    buffer.adaptTo(SMALL);
    assertTrue(buffer.bytes().capacity() > SMALL);
  }

  @Test
  void itStaysLargeWhileReadsAreLarge() {
    buffer.adaptTo(SMALL);
    ByteBuffer large = buffer.bytes();
    buffer.adaptTo(SMALL + 1);
    buffer.adaptTo(large.capacity());
    assertEquals(large.capacity(), buffer.bytes().capacity());
  }

  @Test
  void aSmallReadGivesTheLargeOneBack() {
    buffer.adaptTo(SMALL);
    assertEquals(63, borrowAll().size());
    buffer.adaptTo(SMALL);
    assertEquals(SMALL, buffer.bytes().capacity());
    buffer.adaptTo(1);
    assertEquals(1, borrowAll().size(), "given back once");
  }

  @Test
  void itStaysSmallWhereAllLargeOnesAreInUse() {
    List<ByteBuffer> borrowed = borrowAll();
    buffer.adaptTo(SMALL);
    assertEquals(SMALL, buffer.bytes().capacity());
    memory.giveBack(borrowed.get(0));
    buffer.adaptTo(SMALL);
    assertTrue(buffer.bytes().capacity() > SMALL);
  }

  @Test
  void oneLongLineIsAlwaysPossible() throws InterruptedException {
    assertFalse(buffer.isInLongLine());
    buffer.beginLongLine(() -> true);
    assertTrue(buffer.isInLongLine());
    assertEquals(0, memory.longLines.availablePermits());
  }

  @Test
  void theEndOfALongLineIsForOneOther() throws InterruptedException {
    buffer.beginLongLine(() -> true);
    buffer.endLongLine();
    buffer.endLongLine();
    assertFalse(buffer.isInLongLine());
    assertEquals(1, memory.longLines.availablePermits());
  }

  @Test
  void aLongLineThatWaitsGoesOnWhenAnotherEnds() throws InterruptedException {
    buffer.beginLongLine(() -> true);
    CountDownLatch waits = new CountDownLatch(1);
    Task<Boolean> waiting =
        Task.start(
            () -> {
              other.beginLongLine(() -> isNeeded(waits));
              return other.isInLongLine();
            });
    waits.await();
    assertFalse(waiting.isDone());
    buffer.endLongLine();
    assertTrue(waiting.result());
    assertEquals(0, memory.longLines.availablePermits());
  }

  private static boolean isNeeded(CountDownLatch asked) {
    asked.countDown();
    return true;
  }

  @Test
  void aLongLineThatIsNotNeededAnyMoreWaitsNoLonger() throws InterruptedException {
    buffer.beginLongLine(() -> true);
    CountDownLatch waits = new CountDownLatch(1);
    AtomicBoolean isNeeded = new AtomicBoolean(true);
    Task<Boolean> waiting =
        Task.start(
            () -> {
              other.beginLongLine(() -> isNeeded(waits) && isNeeded.get());
              return other.isInLongLine();
            });
    waits.await();
    isNeeded.set(false);
    assertFalse(waiting.result());
    other.release();
    assertEquals(0, memory.longLines.availablePermits(), "it gives back nothing that it has not");
  }

  @Test
  void aLongLineThatIsNotNeededTakesNoPermit() throws InterruptedException {
    buffer.beginLongLine(() -> false);
    assertFalse(buffer.isInLongLine());
    assertEquals(1, memory.longLines.availablePermits());
  }

  @Test
  void noLargeBufferIsHeldWhileALongLineWaits() throws InterruptedException {
    buffer.beginLongLine(() -> true);
    other.adaptTo(SMALL);
    assertEquals(63, borrowAll().size());
    other.beginLongLine(() -> false);
    assertEquals(1, borrowAll().size());
    assertEquals(SMALL, other.bytes().capacity());
  }

  @Test
  void allIsGivenBackAtTheEnd() throws InterruptedException {
    buffer.adaptTo(SMALL);
    buffer.beginLongLine(() -> true);
    buffer.adaptTo(SMALL);
    buffer.release();
    buffer.release();
    assertEquals(SMALL, buffer.bytes().capacity());
    assertEquals(64, borrowAll().size());
    assertEquals(1, memory.longLines.availablePermits());
  }
}
