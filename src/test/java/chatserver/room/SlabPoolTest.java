package chatserver.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class SlabPoolTest {
  private final SlabPool pool = new SlabPool();

  @Test
  void aSlabThatNobodyHoldsIsFilledAnew() {
    Slab slab = pool.take(100);
    slab.bytes.put(new byte[100]);
    slab.release();
    Slab again = pool.take(100);
    assertSame(slab, again);
    assertEquals(SlabPool.SLAB_BYTES, again.bytes.remaining());
  }

  @Test
  void aSlabThatSomebodyStillReadsIsNot() {
    Slab slab = pool.take(100);
    Parcel slow = new Parcel();
    Parcel quick = new Parcel();
    slow.add(slab, 0, 100);
    quick.add(slab, 0, 100);
    slab.release();
    quick.clear();
    assertNotSame(slab, pool.take(100));
    slow.clear();
    assertSame(slab, pool.take(100));
  }

  @Test
  void aSlabUsedAgainIsHeldAnew() {
    for (int i = 0; i < 3; i++) {
      Slab slab = pool.take(100);
      Parcel parcel = new Parcel();
      parcel.add(slab, 0, 10);
      slab.release();
      assertNotSame(slab, pool.take(100));
      parcel.clear();
    }
  }

  @Test
  void aLargerSlabIsMadeForALineThatNeedsItAndNotKept() {
    Slab large = pool.take(SlabPool.SLAB_BYTES + 1);
    assertEquals(SlabPool.SLAB_BYTES + 1, large.bytes.remaining());
    large.release();
    assertEquals(SlabPool.SLAB_BYTES, pool.take(100).bytes.remaining());
  }
}
