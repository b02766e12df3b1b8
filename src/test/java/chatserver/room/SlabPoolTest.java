package chatserver.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlabPoolTest {
  private static final int LIMIT = 3;

  private final SlabPool pool = new SlabPool(LIMIT * Slab.BYTES);

  /** A full one, retained once. */
  private Slab fullSlab() {
    Slab slab = pool.take(true);
    slab.retain();
    pool.seal(slab);
    return slab;
  }

  private long retainedSlabs() {
    assertEquals(0, pool.retainedBytes() % Slab.BYTES);
    return pool.retainedBytes() / Slab.BYTES;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSlabThatNobodyHoldsIsFilledAnew(boolean isPublic) {
    Slab slab = pool.take(!isPublic);
    slab.bytes.put(new byte[100]);
    pool.seal(slab);
    Slab again = pool.take(isPublic);
    assertSame(slab, again);
    assertEquals(Slab.BYTES, again.bytes.remaining());
    assertEquals(isPublic, again.isPublic());
    assertEquals(0, again.age(), "it is not full any more");
  }

  @Test
  void theLastOneReleasedIsTheFirstToBeUsedAgain() {
    Slab one = pool.take(true);
    Slab two = pool.take(true);
    one.release();
    two.release();
    assertSame(two, pool.take(true));
    assertSame(one, pool.take(true));
  }

  @Test
  void aSlabThatSomebodyStillReadsIsNotUsedAgain() {
    Slab slab = pool.take(true);
    Stretches slow = new Stretches();
    Stretches quick = new Stretches();
    slow.add(slab, 0, 100);
    quick.add(slab, 0, 100);
    pool.seal(slab);
    quick.clear();
    assertNotSame(slab, pool.take(true));
    slow.clear();
    assertSame(slab, pool.take(true));
  }

  @Test
  void aSlabUsedAgainIsHeldAnew() {
    for (int i = 0; i < 3; i++) {
      Slab slab = pool.take(true);
      Stretches stretches = new Stretches();
      stretches.add(slab, 0, 10);
      slab.release();
      assertNotSame(slab, pool.take(true));
      stretches.clear();
    }
  }

  @Test
  void theAccountAgreesWithTheHolders() {
    Random random = new Random(1);
    Deque<Slab> retained = new ArrayDeque<>();
    for (int i = 0; i < 1000; i++) {
      if (retained.isEmpty() || random.nextInt(5) < 3 && retained.size() < 50) {
        retained.add(fullSlab());
      } else {
        retained.remove().release();
      }
      assertEquals(retained.size(), retainedSlabs());
      assertEquals(retained.size() > LIMIT, pool.isOverLimit());
    }
    retained.forEach(Slab::release);
    assertEquals(0, retainedSlabs());
  }

  @ParameterizedTest(name = "{0} full slabs: {1} of them")
  @CsvSource({"0, 0", "2, 0", "3, 0", "4, 1", "5, 2", "9, 6"})
  void theOldestOverTheLimitAreAsManyAsHaveToBeReleased(int full, int over) {
    List<Slab> slabs = Stream.generate(this::fullSlab).limit(full).toList();
    assertEquals(Set.copyOf(slabs.subList(0, over)), pool.oldestOverLimit());
    assertEquals(over > 0, pool.isOverLimit());
  }

  @Test
  void theOldestIsTheOneThatWasFullFirstWhateverSlabItIs() {
    Slab second = pool.take(true);
    Slab first = pool.take(false);
    second.retain();
    first.retain();
    pool.seal(first);
    pool.seal(second);
    Slab third = fullSlab();
    fullSlab();
    assertEquals(Set.of(first), pool.oldestOverLimit());
    first.release();
    assertEquals(Set.of(), pool.oldestOverLimit());
    Slab again = fullSlab();
    assertSame(first, again);
    assertEquals(Set.of(second), pool.oldestOverLimit());
    fullSlab();
    assertEquals(Set.of(second, third), pool.oldestOverLimit());
  }

  @Test
  void aSlabThatIsBeingFilledIsNeverAmongTheOldest() {
    Slab open = pool.take(true);
    Slab full = fullSlab();
    pool.take(false);
    pool.take(false);
    pool.take(false);
    assertEquals(Set.of(full), pool.oldestOverLimit(), "two would have to go, and one can");
    assertTrue(open.isRetained());
  }

  @ParameterizedTest(name = "{0} bytes: {1} slabs")
  @CsvSource({"0, 0", "262143, 0", "262144, 1", "524287, 1", "9223372036854775807, 100"})
  void theLimitIsInWholeSlabs(long maxBytes, int slabs) {
    SlabPool limited = new SlabPool(maxBytes);
    for (int i = 0; i < slabs; i++) {
      limited.take(true);
    }
    assertFalse(limited.isOverLimit());
    if (slabs < 100) {
      limited.take(true);
      assertTrue(limited.isOverLimit());
    }
  }
}
