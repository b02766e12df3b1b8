package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputMemoryTest {
  private static final int LARGE_BUFFERS = 64;
  private static final int MIB = 1024 * 1024;

  private final InputMemory memory = new InputMemory(64 * MIB, 2048);

  @Test
  void thereAreNoLargeBuffersWhereLinesMayGetLong() {
    assertNull(new InputMemory(64 * MIB, InputMemory.SHORT_LINE + 1).borrowBuffer());
  }

  private final Set<ByteBuffer> seen =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

  private Deque<ByteBuffer> borrowAll() {
    Deque<ByteBuffer> borrowed = new ArrayDeque<>();
    for (ByteBuffer next = memory.borrowBuffer(); next != null; next = memory.borrowBuffer()) {
      assertTrue(next.isDirect());
      assertTrue(seen.add(next), "lent to two");
      borrowed.add(next);
    }
    return borrowed;
  }

  @Test
  void soManyLargeBuffersAreLentAndNoMore() {
    assertEquals(LARGE_BUFFERS, borrowAll().size());
    assertNull(memory.borrowBuffer());
  }

  @Test
  void aBufferThatIsGivenBackIsLentAgainAndEmpty() {
    ByteBuffer first = borrowAll().getFirst();
    first.put(new byte[1000]).flip();
    memory.giveBack(first);
    ByteBuffer again = memory.borrowBuffer();
    assertEquals(first.capacity(), again.remaining());
    assertEquals(0, again.position());
    assertTrue(seen.contains(again), "it need not be made anew");
    assertNull(memory.borrowBuffer());
  }

  @Test
  void noMoreBuffersAreMadeThanMayBeLentAtOnce() {
    CountDownLatch go = new CountDownLatch(1);
    List<Task<Void>> sessions = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      sessions.add(
          Task.start(
              () -> {
                go.await();
                for (int round = 0; round < 200; round++) {
                  borrowSomeAndGiveThemBack(round % 20);
                }
              }));
    }
    go.countDown();
    sessions.forEach(Task::result);
    assertTrue(seen.size() <= LARGE_BUFFERS, seen.size() + " buffers");
    seen.clear();
    assertEquals(LARGE_BUFFERS, borrowAll().size(), "all were given back");
  }

  private void borrowSomeAndGiveThemBack(int count) {
    List<ByteBuffer> borrowed = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ByteBuffer buffer = memory.borrowBuffer();
      if (buffer != null) {
        assertNotNull(buffer.clear().putInt(0, System.identityHashCode(borrowed)));
        borrowed.add(buffer);
      }
    }
    for (ByteBuffer buffer : borrowed) {
      assertEquals(System.identityHashCode(borrowed), buffer.getInt(0), "lent to two");
      seen.add(buffer);
      memory.giveBack(buffer);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "67108864, 1048576, 16", // a long line takes four times its length
    "67108864, 1048577, 15",
    "1000, 1048576, 1",
    "0, 2048, 1",
    "9223372036854775807, 1, 2147483647",
  })
  void thereAreAsManyLongLinesAsFitAndOneAlways(long bytes, int maxLine, int lines) {
    assertEquals(lines, new InputMemory(bytes, maxLine).longLines.availablePermits());
  }
}
